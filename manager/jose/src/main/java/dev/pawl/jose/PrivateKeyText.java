package dev.pawl.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.pawl.signing.KeyUse;
import dev.pawl.signing.UnusableKeyException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.util.List;
import java.util.Map;

/** A private key as people keep it: PKCS #8 in PEM, a JSON Web Key, or a set of these. */
final class PrivateKeyText {
  private PrivateKeyText() {}

  /**
   * The key in {@code text}.
   *
   * @throws UnusableKeyException if there is none that can be used so; no message quotes the text,
   *     and none has a parser's exception as its cause, which might
   */
  static SigningKey read(String text, KeyUse use) throws UnusableKeyException {
    String bare = text.strip();
    if (bare.startsWith("{")) {
      return ofJson(bare, use);
    }
    return SigningKey.of(PemKey.read(bare), use);
  }

  private static SigningKey ofJson(String text, KeyUse use) throws UnusableKeyException {
    JWK key = chosen(keys(text), use);
    KeyUse said =
        new KeyUse(
            use.keyId() == null ? key.getKeyID() : use.keyId(),
            use.algorithm() == null && key.getAlgorithm() != null
                ? key.getAlgorithm().getName()
                : use.algorithm());
    try {
      return SigningKey.of(privateKey(key), said);
    } catch (JOSEException | GeneralSecurityException e) {
      throw new UnusableKeyException("is a JWK with values that are no key; get a whole one");
    }
  }

  private static List<JWK> keys(String text) throws UnusableKeyException {
    try {
      Map<String, Object> members = JSONObjectUtils.parse(text);
      return members.containsKey("keys")
          ? JWKSet.parse(members).getKeys()
          : List.of(JWK.parse(members));
    } catch (ParseException e) {
      throw new UnusableKeyException("is JSON, but no JWK (RFC 7517); get a whole one");
    }
  }

  private static JWK chosen(List<JWK> keys, KeyUse use) throws UnusableKeyException {
    if (keys.stream().noneMatch(JWK::isPrivate)) {
      throw new UnusableKeyException("holds no private key; name the file that has the member d");
    }
    List<JWK> fitting =
        keys.stream()
            .filter(JWK::isPrivate)
            .filter(
                key ->
                    keys.size() == 1 || use.keyId() == null || use.keyId().equals(key.getKeyID()))
            .toList();
    if (fitting.size() != 1) {
      throw new UnusableKeyException(
          "is a set of keys with "
              + (fitting.isEmpty() ? "none" : "several")
              + " to choose; name the kid of one with clientKeyId");
    }
    return fitting.get(0);
  }

  private static PrivateKey privateKey(JWK key)
      throws JOSEException, GeneralSecurityException, UnusableKeyException {
    if (KeyType.RSA.equals(key.getKeyType())) {
      return key.toRSAKey().toPrivateKey();
    }
    if (KeyType.EC.equals(key.getKeyType())) {
      return key.toECKey().toPrivateKey();
    }
    if (KeyType.OKP.equals(key.getKeyType())) {
      return edwards(key.toOctetKeyPair());
    }
    throw new UnusableKeyException(
        "is a JWK of kty " + key.getKeyType() + "; " + SigningKey.KINDS + " can sign");
  }

  private static PrivateKey edwards(OctetKeyPair pair)
      throws GeneralSecurityException, UnusableKeyException {
    if (!pair.getCurve().getName().equals("Ed25519")) {
      throw new UnusableKeyException(
          "is on the curve " + pair.getCurve() + "; " + SigningKey.KINDS + " can sign");
    }
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, pair.getDecodedD()));
  }
}
