package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.PlainObject;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.jwt.PublicKeys;
import dev.pawl.simulator.core.jwt.SignedToken;
import dev.pawl.simulator.core.operation.Service;
import dev.pawl.simulator.jose.KeySet;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that sign, be it with a key or with their secret (RFC 7523, section 3). */
class ClientSignatureTest {
  private static final String ID = "gateway";
  private static final String SECRET = "a-secret-of-thirty-two-bytes-or-more";
  private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final ECKey KEY = ecKey("k1");

  private final Simulator simulator = Simulator.builder().seed(7).start();
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256"})
  void refresh_signedWithRsa_isGranted(String algorithm) throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).generate();
    register(key);

    HttpResponse<String> answer =
        refresh(signed(JWSAlgorithm.parse(algorithm), null, new RSASSASigner(key), claims("1")));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void refresh_signedWithEdwardsCurve_isGranted() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    String x = base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    simulator
        .clients()
        .put(
            RegisteredClient.signing(
                ID, Map.of("", PublicKeys.of(Map.of("kty", "OKP", "crv", "Ed25519", "x", x)))));
    String input =
        base64("{\"alg\":\"EdDSA\"}") + "." + base64(new Payload(claims("1")).toString());
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(input.getBytes(StandardCharsets.US_ASCII));

    HttpResponse<String> answer = refresh(input + "." + base64(signature.sign()));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"issuer", "token endpoint", "both"})
  void refresh_meantForThisServer_isGranted(String audience) throws Exception {
    register(KEY);
    Map<String, Object> claims = claims("1");
    claims.put(
        "aud",
        switch (audience) {
          case "issuer" -> simulator.issuer().toString();
          case "token endpoint" -> simulator.tokenEndpoint().toString();
          default -> List.of("https://another.example", simulator.issuer().toString());
        });

    HttpResponse<String> answer = refresh(byKey(claims));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void refresh_madeWithTheSecret_isGrantedWhereThatIsRegistered() throws Exception {
    RegisteredClient known = RegisteredClient.confidential(ID, SECRET);
    String assertion = signed(JWSAlgorithm.HS256, null, new MACSigner(SECRET), claims("1"));

    simulator.clients().put(known);
    HttpResponse<String> refused = refresh(assertion);
    simulator.clients().put(known.authentications(Set.of(ClientAuthentication.CLIENT_SECRET_JWT)));
    HttpResponse<String> granted = refresh(assertion);

    assertThat(Client.json(refused)).containsEntry("error", "invalid_client");
    assertThat(granted.statusCode()).as(granted.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "iss, another",
    "sub, another",
    "aud, https://another.example",
    "jti, ''",
    "exp, 0",
    "nbf, 99999999999",
    "client_id, another"
  })
  void refresh_oneThingIsWrong_isInvalidClientAndSpendsNothing(String what, String value)
      throws Exception {
    register(KEY);
    simulator.clients().put(RegisteredClient.signing("another", keys(KEY)));
    Map<String, Object> claims = claims("1");
    boolean isNumber = value.matches("[0-9]+");
    claims.put(what, isNumber ? (Object) Long.valueOf(value) : value);
    String refresh = simulator.newFamily("alice", ID).refreshToken();
    String assertion = byKey(what.equals("client_id") ? claims("1") : claims);

    HttpResponse<String> refused =
        what.equals("client_id")
            ? refresh(refresh, Map.of("client_assertion", assertion, "client_id", value))
            : refresh(refresh, Map.of("client_assertion", assertion));

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(Client.json(refused)).containsEntry("error", "invalid_client");
    assertThat(simulator.isCurrentRefreshToken(refresh)).isTrue();
    simulator.ledger().entries().grants().areNone();
  }

  @Test
  void refresh_signedWithAnotherKeyOrByNone_isInvalidClient() throws Exception {
    register(KEY);
    String strange = signed(JWSAlgorithm.ES256, "k1", new ECDSASigner(ecKey("k1")), claims("1"));
    String unknown = signed(JWSAlgorithm.ES256, "k2", new ECDSASigner(KEY), claims("2"));
    String none = new PlainObject(new Payload(claims("3"))).serialize();
    String byPublicKey =
        signed(
            JWSAlgorithm.HS256, null, new MACSigner(KEY.toPublicJWK().toJSONString()), claims("4"));

    for (String assertion : List.of(strange, unknown, none, byPublicKey, "no.token.atall")) {
      assertThat(Client.json(refresh(assertion))).containsEntry("error", "invalid_client");
    }
    simulator.ledger().entries().grants().areNone();
  }

  @Test
  void refresh_sameAssertionAgain_isInvalidClient() throws Exception {
    register(KEY);
    String assertion = byKey(claims("1"));

    HttpResponse<String> first = refresh(assertion);
    HttpResponse<String> again = refresh(assertion);
    HttpResponse<String> another = refresh(byKey(claims("2")));

    assertThat(List.of(first.statusCode(), again.statusCode(), another.statusCode()))
        .containsExactly(200, 401, 200);
  }

  @Test
  void refresh_assertionIsOver_isInvalidClient() throws Exception {
    register(KEY);
    String assertion = byKey(claims("1"));
    simulator.clock().advance(Duration.ofMinutes(6));

    HttpResponse<String> refused = refresh(assertion);

    assertThat(Client.json(refused)).containsEntry("error", "invalid_client");
  }

  @Test
  void refresh_secretBesideTheAssertion_isInvalidRequest() throws Exception {
    register(KEY);
    String refresh = simulator.newFamily("alice", ID).refreshToken();

    HttpResponse<String> refused =
        refresh(refresh, Map.of("client_assertion", byKey(claims("1")), "client_secret", SECRET));

    assertThat(Client.json(refused)).containsEntry("error", "invalid_request");
    assertThat(simulator.isCurrentRefreshToken(refresh)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"gateway, 200", "another, 400"})
  void revoke_withAnAssertion_killsOwnTokensAlone(String owner, int status) throws Exception {
    register(KEY);
    simulator.clients().put(RegisteredClient.publicClient("another"));
    String refresh = simulator.newFamily("alice", owner).refreshToken();

    HttpResponse<String> answer =
        client.post(
            simulator.revocationEndpoint(),
            Map.of(
                "token",
                refresh,
                "client_assertion",
                byKey(claims("1")),
                "client_assertion_type",
                TYPE));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(simulator.isCurrentRefreshToken(refresh)).isEqualTo(owner.equals("another"));
  }

  @Test
  void metadata_clientsThatSign_namesTheAlgorithms() throws Exception {
    register(KEY);

    Map<String, Object> metadata =
        Client.json(
            client.get(simulator.issuer().resolve("/.well-known/oauth-authorization-server")));

    assertThat(metadata)
        .containsEntry("token_endpoint_auth_methods_supported", List.of("none", "private_key_jwt"))
        .containsEntry("token_endpoint_auth_signing_alg_values_supported", SignedToken.OF_A_KEY);
  }

  private void register(JWK key) {
    simulator.clients().put(RegisteredClient.signing(ID, keys(key)));
  }

  private static Map<String, PublicKey> keys(JWK key) {
    return KeySet.read(new JWKSet(key).toString());
  }

  private Map<String, Object> claims(String id) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ID);
    claims.put("sub", ID);
    claims.put("aud", simulator.issuer().toString());
    claims.put("jti", id);
    claims.put("exp", simulator.clock().instant(Service.OAUTH).plusSeconds(300).getEpochSecond());
    return claims;
  }

  private static String byKey(Map<String, Object> claims) throws JOSEException {
    return signed(JWSAlgorithm.ES256, "k1", new ECDSASigner(KEY), claims);
  }

  private static String signed(
      JWSAlgorithm algorithm, @Nullable String keyId, JWSSigner signer, Map<String, Object> claims)
      throws JOSEException {
    JWSObject token =
        new JWSObject(new JWSHeader.Builder(algorithm).keyID(keyId).build(), new Payload(claims));
    token.sign(signer);
    return token.serialize();
  }

  private HttpResponse<String> refresh(String assertion) throws Exception {
    return refresh(
        simulator.newFamily("alice", ID).refreshToken(), Map.of("client_assertion", assertion));
  }

  private HttpResponse<String> refresh(String refresh, Map<String, String> more) throws Exception {
    Map<String, String> form = new LinkedHashMap<>(more);
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refresh);
    form.put("client_assertion_type", TYPE);
    return client.post(simulator.tokenEndpoint(), form);
  }

  private static ECKey ecKey(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
