package dev.pawl.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import dev.pawl.signing.JwtSigner;
import dev.pawl.signing.KeyUse;
import dev.pawl.signing.UnusableKeyException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A private key and what it signs with.
 *
 * @param key RSA, EC on P-256 or Ed25519
 * @param algorithm that fits it
 * @param keyId by which the server knows it; null if nobody says
 */
record SigningKey(PrivateKey key, JWSAlgorithm algorithm, @Nullable String keyId) {
  /** What people can be told to use. */
  static final String KINDS = "RSA of 2048 bits or more, EC on P-256 and Ed25519";

  private static final int LEAST_BITS = 2048;
  private static final List<JWSAlgorithm> ALL =
      List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

  /**
   * {@code key}, to be used as {@code use} says.
   *
   * @throws UnusableKeyException if it cannot be
   */
  static SigningKey of(PrivateKey key, KeyUse use) throws UnusableKeyException {
    List<JWSAlgorithm> fitting = fitting(key);
    String wanted = use.algorithm();
    if (wanted == null) {
      return new SigningKey(key, fitting.get(0), use.keyId());
    }
    JWSAlgorithm algorithm = JWSAlgorithm.parse(wanted);
    if (!ALL.contains(algorithm)) {
      throw new UnusableKeyException(
          "is to sign with an algorithm that is none of RS256, PS256, ES256 and EdDSA; correct"
              + " clientKeyAlgorithm, or the member alg of the JWK");
    }
    if (!fitting.contains(algorithm)) {
      throw new UnusableKeyException(
          "does not fit "
              + algorithm
              + "; it signs with "
              + fitting.get(0)
              + ": correct clientKeyAlgorithm, or use another key");
    }
    return new SigningKey(key, algorithm, use.keyId());
  }

  private static List<JWSAlgorithm> fitting(PrivateKey key) throws UnusableKeyException {
    if (key instanceof RSAPrivateKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits < LEAST_BITS) {
        throw new UnusableKeyException("is RSA of " + bits + " bits only; " + KINDS + " can sign");
      }
      return List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256);
    }
    if (key instanceof ECPrivateKey ec) {
      Curve curve = Curve.forECParameterSpec(ec.getParams());
      if (!Curve.P_256.equals(curve)) {
        throw new UnusableKeyException("is on the curve " + curve + "; " + KINDS + " can sign");
      }
      return List.of(JWSAlgorithm.ES256);
    }
    if (key instanceof EdECPrivateKey) {
      return List.of(JWSAlgorithm.EdDSA);
    }
    throw new UnusableKeyException("is of another kind; " + KINDS + " can sign");
  }

  /**
   * What signs with it.
   *
   * @throws UnusableKeyException if this Java cannot
   */
  JwtSigner signer() throws UnusableKeyException {
    try {
      return new NimbusSigner(algorithm, keyId, provider());
    } catch (JOSEException e) {
      throw new UnusableKeyException("cannot sign with " + algorithm + "; use another kind of key");
    }
  }

  private JWSSigner provider() throws JOSEException {
    if (key instanceof ECPrivateKey ec) {
      return new ECDSASigner(ec, Curve.P_256);
    }
    return key instanceof RSAPrivateKey ? new RSASSASigner(key) : new Ed25519Signer(key);
  }

  /** Names the algorithm alone. */
  @Override
  public String toString() {
    return "SigningKey[" + algorithm + "]";
  }
}
