package dev.pawl.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import dev.pawl.signing.JoseEngine;
import dev.pawl.signing.JwtSigner;
import dev.pawl.signing.KeyUse;
import dev.pawl.signing.SignatureVerdict;
import dev.pawl.signing.UnusableKeyException;
import dev.pawl.spi.ProofKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as people keep them; what was signed is verified by the JDK. */
class NimbusEngineTest {
  private static final Map<String, Object> CLAIMS = Map.of("iss", "gateway", "exp", 1_800_000_000L);

  private final JoseEngine engine = JoseEngine.find();

  @ParameterizedTest
  @CsvSource({"RS256", "PS256", "ES256", "EdDSA"})
  void verify_keyOfTheIssuer_isGoodAndAnothersIsBad(String algorithm) throws Exception {
    KeyPair pair = pair(kind(algorithm));
    String token = signed(pair, "k1", algorithm);

    SignatureVerdict good =
        engine.verify(token, set(jwk(pair(kind(algorithm)), "k0"), jwk(pair, "k1")));
    SignatureVerdict changed =
        engine.verify(token.replaceFirst("\\.e", ".f"), set(jwk(pair, "k1")));
    SignatureVerdict bad = engine.verify(token, set(jwk(pair(kind(algorithm)), "k1")));
    SignatureVerdict unknown = engine.verify(token, set(jwk(pair, "k2")));

    assertThat(good).isEqualTo(SignatureVerdict.GOOD);
    assertThat(changed).isEqualTo(SignatureVerdict.BAD);
    assertThat(bad).isEqualTo(SignatureVerdict.BAD);
    assertThat(unknown).isEqualTo(SignatureVerdict.UNKNOWN_KEY);
  }

  @Test
  void verify_tokenNamesNoKey_isGoodByAnyOfTheIssuers() throws Exception {
    KeyPair pair = pair("EC");

    SignatureVerdict verdict =
        engine.verify(signed(pair, null, "ES256"), set(jwk(pair("EC"), "k1"), jwk(pair, "k2")));

    assertThat(verdict).isEqualTo(SignatureVerdict.GOOD);
  }

  /* RFC 8725 section 2.1: what everybody knows is no secret. */
  @Test
  void verify_publicKeyTakenForASecret_isBad() throws Exception {
    RSAKey key = new RSAKey.Builder((RSAPublicKey) pair("RSA").getPublic()).keyID("k1").build();
    JWSObject forged =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), new Payload("{}"));
    forged.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));

    SignatureVerdict verdict = engine.verify(forged.serialize(), set(key));

    assertThat(verdict).isEqualTo(SignatureVerdict.BAD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eyJhbGciOiJub25lIn0.e30.", "a.b.c", "", "eyJhbGciOiJub25lIn0.e30.c2ln"})
  void verify_tokenThatIsNotSigned_isBad(String token) throws Exception {
    SignatureVerdict verdict = engine.verify(token, set(jwk(pair("EC"), "k1")));

    assertThat(verdict).isEqualTo(SignatureVerdict.BAD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"odd\"}]}"})
  void verify_setWithoutAKey_doesNotKnowIt(String keys) throws Exception {
    SignatureVerdict verdict = engine.verify(signed(pair("EC"), "k1", "ES256"), keys);

    assertThat(verdict).isEqualTo(SignatureVerdict.UNKNOWN_KEY);
  }

  private static String kind(String algorithm) {
    return switch (algorithm) {
      case "ES256" -> "EC";
      case "EdDSA" -> "Ed25519";
      default -> "RSA";
    };
  }

  private String signed(KeyPair pair, @Nullable String keyId, String algorithm) throws Exception {
    return engine.ofPrivateKey(pem("PRIVATE KEY", pair), new KeyUse(keyId, algorithm)).sign(CLAIMS);
  }

  private static JWK jwk(KeyPair pair, String keyId) {
    if (pair.getPublic() instanceof RSAPublicKey rsa) {
      return new RSAKey.Builder(rsa).keyID(keyId).build();
    }
    if (pair.getPublic() instanceof ECPublicKey ec) {
      return new ECKey.Builder(Curve.P_256, ec).keyID(keyId).build();
    }
    byte[] encoded = pair.getPublic().getEncoded();
    Base64URL x =
        Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    return new OctetKeyPair.Builder(Curve.Ed25519, x).keyID(keyId).build();
  }

  private static String set(JWK... keys) {
    return new JWKSet(List.of(keys)).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, , RS256",
    "RSA, PS256, PS256",
    "EC, , ES256",
    "EC, ES256, ES256",
    "Ed25519, , EdDSA"
  })
  void sign_keyInPem_isVerifiedByItsPublicKey(String kind, String algorithm, String signed)
      throws Exception {
    KeyPair pair = pair(kind);

    SignedJWT token =
        SignedJWT.parse(
            engine
                .ofPrivateKey(pem("PRIVATE KEY", pair), new KeyUse("k1", algorithm))
                .sign(CLAIMS));

    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo(signed);
    assertThat(token.getHeader().getKeyID()).isEqualTo("k1");
    assertThat(isSignedBy(token, pair)).isTrue();
    assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("gateway");
  }

  @Test
  void sign_keyInAJwk_takesItsKidAndAlgorithmUnlessOthersAreSaid() throws Exception {
    String key =
        new RSAKeyGenerator(2048)
            .keyID("own")
            .algorithm(JWSAlgorithm.PS256)
            .generate()
            .toJSONString();

    SignedJWT own = SignedJWT.parse(engine.ofPrivateKey(key, KeyUse.UNSAID).sign(CLAIMS));
    SignedJWT told =
        SignedJWT.parse(engine.ofPrivateKey(key, new KeyUse("told", "RS256")).sign(CLAIMS));

    assertThat(own.getHeader().getAlgorithm().getName()).isEqualTo("PS256");
    assertThat(own.getHeader().getKeyID()).isEqualTo("own");
    assertThat(told.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(told.getHeader().getKeyID()).isEqualTo("told");
  }

  @Test
  void sign_edwardsKeyInAJwk_isVerifiedByItsPublicKey() throws Exception {
    // RFC 8037 appendix A.1
    String key =
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
            + "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
            + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
    JwtSigner signer = engine.ofPrivateKey(key, KeyUse.UNSAID);

    SignedJWT token = SignedJWT.parse(signer.sign(CLAIMS));

    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new X509EncodedKeySpec(
                    HexFormat.of()
                        .parseHex(
                            "302a300506032b6570032100"
                                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))));
    verifier.update(token.getSigningInput());
    assertThat(verifier.verify(token.getSignature().decode())).isTrue();
  }

  @Test
  void proof_keyOfALogin_hasThePublicHalfInItsHeaderAndIsVerifiedByIt() throws Exception {
    ProofKey key = ProofKey.fresh();
    ProofKey.Request request =
        new ProofKey.Request("PUT", URI.create("https://api.example?q=1#f"), "token", "nonce");

    SignedJWT proof = SignedJWT.parse(key.proof(request, 1_999));

    ECKey jwk = proof.getHeader().getJWK().toECKey();
    assertThat(proof.getHeader().getType().getType()).isEqualTo("dpop+jwt");
    assertThat(jwk.isPrivate()).isFalse();
    assertThat(jwk.computeThumbprint().toString()).isEqualTo(key.thumbprint());
    assertThat(proof.verify(new ECDSAVerifier(jwk))).isTrue();
    assertThat(proof.getPayload().toJSONObject())
        .containsEntry("htm", "PUT")
        .containsEntry("htu", "https://api.example/")
        .containsEntry("iat", 1L)
        .containsEntry("ath", "PEaenWxYddN6Q_NT1PiOYfz4EsZu7jRXRlpAsNpBU-A")
        .containsEntry("nonce", "nonce")
        .containsKey("jti");
    assertThat(key.proof(request, 1_999)).isNotEqualTo(proof.serialize());
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS://alice:secret@API.example:443/X?q#f, https://api.example/X",
    "http://127.0.0.1:80, http://127.0.0.1/",
    "https://my_host.example:8443/a%2Fb, https://my_host.example:8443/a%2Fb",
    "https://[::1]:443/, https://[::1]/"
  })
  void proof_addressInAnyForm_namesItInItsNormalForm(URI target, String named) throws Exception {
    ProofKey.Request request = new ProofKey.Request("GET", target, null, null);

    SignedJWT proof = SignedJWT.parse(ProofKey.fresh().proof(request, 0));

    assertThat(proof.getPayload().toJSONObject()).containsEntry("htu", named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "no key", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}"})
  void ofProofKey_isNone_saysSoAndQuotesNothing(String jwk) {
    assertThatThrownBy(() -> engine.ofProofKey(jwk))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessage("cannot be read; log in again")
        .hasNoCause();
  }

  @Test
  void sign_setOfKeys_takesTheOneThatIsNamed() throws Exception {
    JWK first = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
    JWK second = new ECKeyGenerator(Curve.P_256).keyID("second").generate();
    String set = new JWKSet(List.of(first, second)).toString(false);

    SignedJWT token =
        SignedJWT.parse(engine.ofPrivateKey(set, new KeyUse("second", null)).sign(CLAIMS));

    assertThat(token.getHeader().getKeyID()).isEqualTo("second");
    assertThatThrownBy(() -> engine.ofPrivateKey(set, KeyUse.UNSAID))
        .hasMessageContaining("several")
        .hasMessageContaining("clientKeyId");
  }

  @Test
  void sign_secretLongEnough_isVerifiedByTheSecret() throws Exception {
    String secret = "a-secret-of-thirty-two-bytes-or-more";

    SignedJWT token = SignedJWT.parse(engine.ofSecret(secret).sign(CLAIMS));

    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("HS256");
    assertThat(token.verify(new MACVerifier(secret))).isTrue();
    assertThatThrownBy(() -> engine.ofSecret("a-secret-of-less"))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("a-secret");
  }

  @ParameterizedTest
  @CsvSource({
    "ENCRYPTED PRIVATE KEY, is encrypted",
    "RSA PRIVATE KEY, openssl pkcs8 -topk8",
    "EC PRIVATE KEY, openssl pkcs8 -topk8",
    "OPENSSH PRIVATE KEY, openssl genpkey",
    "PUBLIC KEY, no private key",
    "CERTIFICATE, no private key"
  })
  void ofPrivateKey_otherKindsOfPem_saysWhatToDo(String label, String what) throws Exception {
    String text = pem(label, pair("EC"));

    assertThatThrownBy(() -> engine.ofPrivateKey(text, KeyUse.UNSAID))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining(what)
        .satisfies(problem -> assertThat(quotes(problem, text)).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the-key-itself-perhaps",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"the-key-itself-perhaps\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\",\"d\":\"the-key-itself-perhaps\"}",
        "{\"kty\":\"oct\",\"k\":\"the-key-itself-perhaps\"}",
        "{\"keys\":\"the-key-itself-perhaps\"}",
        "{the-key-itself-perhaps",
        "-----BEGIN PRIVATE KEY-----\nthe-key-itself-perhaps\n-----END PRIVATE KEY-----"
      })
  void ofPrivateKey_noKey_saysSoAndQuotesNothing(String text) {
    assertThatThrownBy(() -> engine.ofPrivateKey(text, KeyUse.UNSAID))
        .isInstanceOf(UnusableKeyException.class)
        .hasNoCause()
        .hasMessageNotContaining("the-key-itself");
  }

  @Test
  void ofPrivateKey_publicJwk_saysThatItIsNone() throws Exception {
    String key = new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONString();

    assertThatThrownBy(() -> engine.ofPrivateKey(key, KeyUse.UNSAID))
        .hasMessageContaining("no private key");
  }

  @Test
  void ofPrivateKey_wrongCurveSizeOrAlgorithm_saysWhatCanSign() throws Exception {
    String p384 = pem("PRIVATE KEY", pair("secp384r1"));
    String weak = pem("PRIVATE KEY", pair("RSA1024"));
    String ec = pem("PRIVATE KEY", pair("EC"));

    assertThatThrownBy(() -> engine.ofPrivateKey(p384, KeyUse.UNSAID))
        .hasMessageContaining("P-384")
        .hasMessageContaining("EC on P-256");
    assertThatThrownBy(() -> engine.ofPrivateKey(weak, KeyUse.UNSAID))
        .hasMessageContaining("1024 bits");
    assertThatThrownBy(() -> engine.ofPrivateKey(ec, new KeyUse(null, "RS256")))
        .hasMessageContaining("does not fit RS256")
        .hasMessageContaining("ES256");
    assertThatThrownBy(() -> engine.ofPrivateKey(ec, new KeyUse(null, "none")))
        .hasMessageContaining("RS256, PS256, ES256 and EdDSA");
  }

  @Test
  void toString_ofASigner_hasNoKey() throws Exception {
    KeyPair pair = pair("EC");

    JwtSigner signer = engine.ofPrivateKey(pem("PRIVATE KEY", pair), KeyUse.UNSAID);

    assertThat(signer.toString()).isEqualTo("NimbusSigner[ES256]");
  }

  private static boolean quotes(Throwable problem, String text) {
    return text.lines()
        .filter(line -> !line.startsWith("-----"))
        .anyMatch(line -> String.valueOf(problem.getMessage()).contains(line.substring(0, 8)));
  }

  private static KeyPair pair(String kind) throws GeneralSecurityException {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(
            kind.startsWith("RSA") ? "RSA" : kind.startsWith("secp") ? "EC" : kind);
    if (kind.startsWith("RSA")) {
      generator.initialize(kind.equals("RSA") ? 2048 : 1024);
    } else if (!kind.equals("Ed25519")) {
      generator.initialize(new ECGenParameterSpec(kind.equals("EC") ? "secp256r1" : kind));
    }
    return generator.generateKeyPair();
  }

  private static String pem(String label, KeyPair pair) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static boolean isSignedBy(SignedJWT token, KeyPair pair) throws GeneralSecurityException {
    Signature verifier =
        switch (token.getHeader().getAlgorithm().getName()) {
          case "RS256" -> Signature.getInstance("SHA256withRSA");
          case "PS256" -> Signature.getInstance("RSASSA-PSS");
          case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
          default -> Signature.getInstance("Ed25519");
        };
    if (verifier.getAlgorithm().equals("RSASSA-PSS")) {
      verifier.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    assertThat(pair.getPublic() instanceof EdECPublicKey)
        .isEqualTo(verifier.getAlgorithm().equals("Ed25519"));
    verifier.initVerify(pair.getPublic());
    verifier.update(token.getSigningInput());
    return verifier.verify(token.getSignature().decode());
  }
}
