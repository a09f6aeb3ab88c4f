package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.client.TokenBinding;
import dev.pawl.simulator.core.ledger.Outcome;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs of possession (RFC 9449) at the token endpoint and at the API. */
class PossessionProofTest {
  private static final String ID = "bound";
  private static ECKey key;
  private static ECKey another;

  private final Simulator simulator = Simulator.builder().seed(7).start();
  private final Client client = new Client(simulator);
  private String refresh = "";
  private int made;

  @BeforeAll
  static void makeKeys() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).generate();
    another = new ECKeyGenerator(Curve.P_256).generate();
  }

  @BeforeEach
  void register() {
    register(TokenBinding.REQUIRED);
    refresh = simulator.newFamily("alice", ID).refreshToken();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void refresh_goodProof_isGrantedABoundTokenThatOpensTheApiWithAProofAlone() throws Exception {
    HttpResponse<String> granted = refresh(proof(key, claims()));
    String access = Client.string(granted, "access_token");

    HttpResponse<String> alone = client.call(access);
    HttpResponse<String> proven = call(access, proof(key, ofCall(access)));

    assertThat(Client.json(granted)).containsEntry("token_type", "DPoP");
    assertThat(alone.statusCode()).isEqualTo(401);
    assertThat(alone.headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("DPoP error=\"invalid_token\"");
    assertThat(proven.statusCode()).as(proven.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "htm, GET",
    "htu, http://127.0.0.1/oauth/token",
    "htu, https://another.example/oauth/token",
    "htu, no address",
    "jti, ''",
    "iat, 0",
    "iat, 99999999999",
    "iat, 1e300",
    "ath, abc"
  })
  void refresh_oneClaimIsWrong_isRefusedAndSpendsNothing(String claim, String value)
      throws Exception {
    Map<String, Object> claims = claims();
    claims.put(claim, claim.equals("iat") ? new BigDecimal(value) : value);

    HttpResponse<String> refused = refresh(proof(key, claims));

    assertRefused(refused, "invalid_dpop_proof");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none", "a.b.c", "type", "private", "another", "twice"})
  void refresh_proofIsNone_isRefusedAndSpendsNothing(String what) throws Exception {
    JWSHeader good = header(key);
    String proof =
        switch (what) {
          case "type" ->
              signed(new JWSHeader.Builder(good).type(JOSEObjectType.JWT).build(), key, claims());
          case "private" -> privately();
          case "another" -> signed(good, another, claims());
          default -> what;
        };

    HttpResponse<String> refused =
        what.equals("twice")
            ? refresh(good(), good())
            : what.isEmpty() ? refresh() : refresh(proof);

    assertRefused(refused, "invalid_dpop_proof");
  }

  @Test
  void refresh_proofIsUsedAgain_isRefused() throws Exception {
    String proof = good();
    HttpResponse<String> first = refresh(proof);
    refresh = Client.string(first, "refresh_token");

    HttpResponse<String> second = refresh(proof);

    assertRefused(second, "invalid_dpop_proof");
  }

  @Test
  void refresh_keyIsAnother_isRefusedToAPublicClientAlone() throws Exception {
    HttpResponse<String> first = refresh(good());
    refresh = Client.string(first, "refresh_token");

    HttpResponse<String> second = refresh(proof(another, claims()));

    assertRefused(second, "invalid_grant");
  }

  @Test
  void refresh_clientIsUnknown_isToldThatBeforeItsProofIsLookedAt() throws Exception {
    simulator.clients().remove(ID);

    HttpResponse<String> refused = refresh("none");

    assertThat(Client.json(refused)).containsEntry("error", "invalid_client");
  }

  @Test
  void refresh_serverWantsNonces_challengesAndTakesItsNonceForTenMinutes() throws Exception {
    register(TokenBinding.REQUIRED_WITH_NONCE);

    HttpResponse<String> challenge = refresh(good());
    String nonce = challenge.headers().firstValue("DPoP-Nonce").orElseThrow();
    simulator.clock().advance(Duration.ofMinutes(5));
    HttpResponse<String> granted = refresh(proof(key, claims(nonce)));
    refresh = Client.string(granted, "refresh_token");
    simulator.clock().advance(Duration.ofMinutes(5));
    HttpResponse<String> old = refresh(proof(key, claims(nonce)));

    assertThat(Client.json(challenge)).containsEntry("error", "use_dpop_nonce");
    assertThat(granted.headers().firstValue("DPoP-Nonce").orElse(nonce)).isNotEqualTo(nonce);
    assertRefused(old, "use_dpop_nonce");
  }

  @ParameterizedTest
  @CsvSource({
    "good, '', 201",
    "good, own, 201",
    "good, another, 400",
    "htu, '', 400",
    "none, '', 400",
    "'', another, 201"
  })
  void push_proofOfTheKeyThatIsToComeLater_isVerifiedIfItIsThere(
      String what, String named, int status) throws Exception {
    Map<String, Object> claims = claims();
    claims.put("htu", what.equals("htu") ? simulator.tokenEndpoint().toString() : par().toString());
    String proof = what.equals("none") ? "none" : proof(key, claims);
    Map<String, String> form = CodeFlow.parameters(ID, Map.of());
    if (!named.isEmpty()) {
      ECKey meant = named.equals("own") ? key : another;
      form = CodeFlow.parameters(ID, Map.of("dpop_jkt", meant.computeThumbprint().toString()));
    }

    HttpRequest.Builder request = Client.posting(par(), form);
    HttpResponse<String> answer =
        client.send(what.isEmpty() ? request : request.header("DPoP", proof));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(status == 201 ? "request_uri" : "invalid_dpop_proof");
  }

  private URI par() {
    return URI.create(simulator.issuer() + "/oauth/par");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ath", "htm", "htu", "key", "scheme", "used", "nonce"})
  void call_proofIsWrong_isRefused(String what) throws Exception {
    if (what.equals("nonce")) {
      register(TokenBinding.REQUIRED_WITH_NONCE);
    }
    HttpResponse<String> challenge = refresh(good());
    String nonce = challenge.headers().firstValue("DPoP-Nonce").orElse("");
    String access =
        Client.string(
            nonce.isEmpty() ? challenge : refresh(proof(key, claims(nonce))), "access_token");
    Map<String, Object> claims = ofCall(access);
    claims.computeIfPresent(what, (name, value) -> "wrong");
    String proof = proof(what.equals("key") ? another : key, claims);
    if (what.equals("used")) {
      assertThat(call(access, proof).statusCode()).isEqualTo(200);
    }

    HttpResponse<String> refused =
        what.equals("scheme") ? client.call(access) : call(access, proof);

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains(
            switch (what) {
              case "key", "scheme" -> "invalid_token";
              case "nonce" -> "use_dpop_nonce";
              default -> "invalid_dpop_proof";
            });
    assertThat(simulator.ledger().entries().apiCalls().with(Outcome.INVALID_PROOF).count())
        .isEqualTo(1);
  }

  @Test
  void metadata_whateverIsRegistered_nameTheAlgorithms() throws Exception {
    URI document = simulator.issuer().resolve("/.well-known/oauth-authorization-server");

    HttpResponse<String> metadata = client.get(document);

    assertThat(metadata.body()).contains("\"dpop_signing_alg_values_supported\":[\"ES256\"");
  }

  private void assertRefused(HttpResponse<String> answer, String error) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.json(answer)).containsEntry("error", error);
    assertThat(simulator.isCurrentRefreshToken(refresh)).isTrue();
    assertThat(simulator.ledger().entries().spends().with(Outcome.INVALID_PROOF).isEmpty())
        .isFalse();
  }

  private void register(TokenBinding binding) {
    simulator.clients().put(RegisteredClient.publicClient(ID).binding(binding));
  }

  private Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("jti", "proof " + made++);
    claims.put("htm", "POST");
    claims.put("htu", simulator.tokenEndpoint().toString());
    claims.put("iat", simulator.clock().millis() / 1000);
    return claims;
  }

  private Map<String, Object> claims(String nonce) {
    Map<String, Object> claims = claims();
    claims.put("nonce", nonce);
    return claims;
  }

  private Map<String, Object> ofCall(String access) throws Exception {
    Map<String, Object> claims = claims();
    claims.put("htm", "GET");
    claims.put("htu", simulator.api().resolve("/v1/whoami").toString());
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(access.getBytes(StandardCharsets.US_ASCII));
    claims.put("ath", Base64URL.encode(hash).toString());
    return claims;
  }

  private String good() throws Exception {
    return proof(key, claims());
  }

  private static JWSHeader header(ECKey with) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256)
        .type(new JOSEObjectType("dpop+jwt"))
        .jwk(with.toPublicJWK())
        .build();
  }

  private static String proof(ECKey with, Map<String, Object> claims) throws Exception {
    return signed(header(with), with, claims);
  }

  private static String signed(JWSHeader header, ECKey with, Map<String, Object> claims)
      throws Exception {
    JWSObject proof = new JWSObject(header, new Payload(claims));
    proof.sign(new ECDSASigner(with));
    return proof.serialize();
  }

  /* No library makes such a header. */
  private String privately() throws Exception {
    String header = "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":" + key.toJSONString() + "}";
    String input =
        Base64URL.encode(header) + "." + Base64URL.encode(new Payload(claims()).toString());
    Base64URL signature =
        new ECDSASigner(key).sign(header(key), input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + signature;
  }

  private HttpResponse<String> refresh(String... proofs) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(simulator.tokenEndpoint())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "grant_type=refresh_token&client_id=bound&refresh_token=" + refresh));
    for (String proof : proofs) {
      request.header("DPoP", proof);
    }
    return client.send(request);
  }

  private HttpResponse<String> call(String access, String proof) throws Exception {
    return client.send(
        HttpRequest.newBuilder(simulator.api().resolve("/v1/whoami"))
            .header("Authorization", "DPoP " + access)
            .header("DPoP", proof));
  }
}
