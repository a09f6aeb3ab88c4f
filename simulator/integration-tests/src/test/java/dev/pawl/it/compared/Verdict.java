package dev.pawl.it.compared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.simulator.wire.StrictJson;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an answer says to a client that goes by the standards, without any wording: status, error
 * code, which members there are, the scopes, what a 401 asks for.
 *
 * @param text the verdict in one line
 * @param members the members of the answer, or the parameters of a redirect to the client
 */
record Verdict(String text, Map<String, String> members) {
  /* Extensions of one provider, and what the standards leave to it, are not compared. */
  private static final Set<String> COMPARED =
      Set.of(
          "access_token",
          "token_type",
          "expires_in",
          "refresh_token",
          "id_token",
          "device_code",
          "user_code",
          "verification_uri",
          "request_uri",
          "keys",
          "issuer",
          "authorization_endpoint",
          "token_endpoint",
          "jwks_uri",
          "response_types_supported",
          "subject_types_supported",
          "id_token_signing_alg_values_supported",
          "code",
          "state",
          "iss",
          "sub");

  /* Whose value is a verdict in itself. */
  private static final Set<String> TOLD = Set.of("error", "active");

  /* What of an introspection is left to the server (RFC 7662, section 2.2). */
  private static final Set<String> OPTIONAL_OF_ACTIVE = Set.of("sub", "iss", "token_type");

  private static final Pattern CALLBACK =
      Pattern.compile("http://(127[.]0[.]0[.]1|localhost)(:[0-9]+)?/callback");
  private static final Pattern JSON = Pattern.compile("application/([a-z-]+[+])?json");
  private static final Pattern CHALLENGE = Pattern.compile("(?i)(basic|bearer)\\b");
  private static final Pattern ERROR = Pattern.compile("error=\"([a-z_]+)\"");

  static Verdict of(HttpResponse<String> answer) {
    if (isForTheClient(answer)) {
      URI target = URI.create(location(answer));
      boolean inQuery = target.getRawQuery() != null;
      Map<String, String> parameters =
          parameters(inQuery ? target.getRawQuery() : target.getRawFragment());
      return new Verdict(
          (inQuery ? "redirect" : "redirect fragment") + told(parameters), parameters);
    }
    Map<String, String> members = members(answer);
    return new Verdict(
        answer.statusCode() + told(members) + challenge(answer.headers()) + kept(answer, members),
        members);
  }

  /** Tells whether the browser is sent back to the client. */
  static boolean isForTheClient(HttpResponse<String> answer) {
    return CALLBACK.matcher(location(answer)).lookingAt();
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("location").orElse("");
  }

  private static String told(Map<String, String> members) {
    List<String> words = new ArrayList<>();
    boolean introspection = members.containsKey("active");
    members.forEach(
        (name, value) -> {
          if (TOLD.contains(name)) {
            words.add(0, name + "=" + value);
          } else if (name.equals("scope") && !members.containsKey("error")) {
            words.add("scope=" + sorted(value));
          } else if (COMPARED.contains(name)
              && !(introspection && OPTIONAL_OF_ACTIVE.contains(name))) {
            words.add(name);
          }
        });
    return words.isEmpty() ? "" : " " + String.join(" ", words);
  }

  /* The order of scopes does not matter (RFC 6749, section 3.3). */
  private static String sorted(String scope) {
    return Arrays.stream(scope.split(" ")).sorted().collect(Collectors.joining("+"));
  }

  private static String challenge(HttpHeaders headers) {
    StringBuilder text = new StringBuilder();
    for (String value : headers.allValues("www-authenticate")) {
      Matcher scheme = CHALLENGE.matcher(value);
      Matcher error = ERROR.matcher(value);
      text.append(scheme.lookingAt() ? " challenge=" + scheme.group(1) : " challenge=?");
      text.append(
          error.find() && "Bearer".equalsIgnoreCase(scheme.group(1)) ? ":" + error.group(1) : "");
    }
    return text.toString();
  }

  /* Tokens must not be kept by caches (RFC 6749, section 5.1). */
  private static String kept(HttpResponse<String> answer, Map<String, String> members) {
    boolean kept =
        !answer.headers().firstValue("cache-control").orElse("").contains("no-store")
            && (members.containsKey("access_token") || members.containsKey("active"));
    return kept ? " cacheable" : "";
  }

  private static Map<String, String> members(HttpResponse<String> answer) {
    Map<String, String> members = new TreeMap<>();
    String type = answer.headers().firstValue("content-type").orElse("");
    if (JSON.matcher(type).lookingAt() && !answer.body().isEmpty()) {
      ObjectNode object = StrictJson.object(answer.body());
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        members.put(member.getKey(), member.getValue().asText());
      }
    }
    return members;
  }

  private static Map<String, String> parameters(String form) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      parameters.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return parameters;
  }
}
