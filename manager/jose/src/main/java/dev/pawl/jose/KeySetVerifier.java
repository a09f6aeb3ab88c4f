package dev.pawl.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.pawl.signing.SignatureVerdict;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.util.List;

/**
 * Verifies what an issuer has signed with the keys that it publishes (RFC 7515 section 5.2). Only
 * an algorithm of a public key counts: a token under HS256 could be made by whoever reads the keys,
 * and one under {@code none} by everybody (RFC 8725 section 2.1).
 */
final class KeySetVerifier {
  private static final int POINT = 32;

  private KeySetVerifier() {}

  /**
   * What {@code keys}, a set of JSON Web Keys, say of {@code token}. A set that cannot be read
   * holds no key.
   */
  static SignatureVerdict verdict(String token, String keys) {
    try {
      JWSObject signed = JWSObject.parse(token);
      JWSHeader header = signed.getHeader();
      JWSAlgorithm algorithm = header.getAlgorithm();
      if (!JWSAlgorithm.Family.SIGNATURE.contains(algorithm)
          || header.getCriticalParams() != null) {
        return SignatureVerdict.BAD;
      }
      List<JWK> named = new JWKSelector(JWKMatcher.forJWSHeader(header)).select(set(keys));
      if (named.isEmpty()) {
        return SignatureVerdict.UNKNOWN_KEY;
      }
      return named.stream().anyMatch(key -> isBy(signed, key))
          ? SignatureVerdict.GOOD
          : SignatureVerdict.BAD;
    } catch (ParseException e) {
      return SignatureVerdict.BAD;
    }
  }

  private static JWKSet set(String keys) {
    try {
      return JWKSet.parse(keys);
    } catch (ParseException e) {
      return new JWKSet();
    }
  }

  private static boolean isBy(JWSObject signed, JWK key) {
    try {
      if (key instanceof OctetKeyPair pair) {
        return isBy(signed, pair);
      }
      return JWSAlgorithm.Family.EC.contains(signed.getHeader().getAlgorithm())
          ? signed.verify(new ECDSAVerifier(key.toECKey().toECPublicKey()))
          : signed.verify(new RSASSAVerifier(key.toRSAKey().toRSAPublicKey()));
    } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /* RFC 8032 section 5.1.2: the last bit is that of x. Nimbus needs Tink for it. */
  private static boolean isBy(JWSObject signed, OctetKeyPair pair) throws GeneralSecurityException {
    byte[] little = pair.getDecodedX();
    if (!pair.getCurve().getName().equals("Ed25519") || little.length != POINT) {
      return false;
    }
    byte[] big = new byte[POINT];
    for (int i = 0; i < POINT; i++) {
      big[i] = little[POINT - 1 - i];
    }
    boolean odd = (big[0] & 0x80) != 0;
    big[0] &= 0x7F;
    EdECPoint point = new EdECPoint(odd, new BigInteger(1, big));
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(key);
    signature.update(signed.getSigningInput());
    return signature.verify(signed.getSignature().decode());
  }
}
