package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.SimulatedServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Logs in by a code, as a browser and its client do. */
final class CodeFlow {
  static final String REDIRECT = "http://127.0.0.1:5000/callback";
  static final String VERIFIER = "v".repeat(43);

  final Client client;
  private final URI issuer;

  CodeFlow(Simulator simulator) {
    this(simulator, simulator.issuer());
  }

  CodeFlow(Simulator simulator, SimulatedServer server) {
    this(simulator, server.issuer());
  }

  private CodeFlow(Simulator simulator, URI issuer) {
    this.client = new Client(simulator);
    this.issuer = issuer;
  }

  static Map<String, String> parameters(String clientId, Map<String, String> more)
      throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("response_type", "code");
    all.put("client_id", clientId);
    all.put("redirect_uri", REDIRECT);
    all.put("login_hint", "alice");
    all.put("code_challenge_method", "S256");
    all.put(
        "code_challenge",
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII))));
    all.putAll(more);
    return all;
  }

  /** Returns where the browser is sent back to. */
  String authorize(String clientId, Map<String, String> more) throws Exception {
    return browse(parameters(clientId, more)).headers().firstValue("Location").orElse("");
  }

  HttpResponse<String> browse(Map<String, String> parameters) throws Exception {
    String query =
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return client.get(URI.create(issuer + "/oauth/authorize?" + query));
  }

  /** Logs a public client in and returns the members of the token answer. */
  Map<String, Object> login(String clientId, Map<String, String> more) throws Exception {
    HttpResponse<String> answer = redeem(clientId, code(authorize(clientId, more)), Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Client.json(answer);
  }

  HttpResponse<String> redeem(String clientId, String code, Map<String, String> more)
      throws Exception {
    Map<String, String> form = new HashMap<>(more);
    form.put("grant_type", "authorization_code");
    form.put("client_id", clientId);
    form.put("redirect_uri", REDIRECT);
    form.put("code_verifier", VERIFIER);
    form.put("code", code);
    return client.post(URI.create(issuer + "/oauth/token"), form);
  }

  static String code(String location) {
    assertThat(location).contains("code=");
    return location.replaceFirst(".*[?&]code=([^&]*).*", "$1");
  }
}
