package dev.pawl.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.pawl.signing.JoseEngine;
import dev.pawl.signing.JwtSigner;
import dev.pawl.signing.KeyUse;
import dev.pawl.signing.SignatureVerdict;
import dev.pawl.signing.UnusableKeyException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/** Reads keys, signs and verifies with them, by Nimbus JOSE+JWT. Thread-safe. */
public final class NimbusEngine implements JoseEngine {
  private static final int LEAST_BYTES = 32;
  private static final String DAMAGED = "cannot be read; log in again";
  private static final JOSEObjectType PROOF = new JOSEObjectType("dpop+jwt");

  /** For {@link java.util.ServiceLoader}. */
  public NimbusEngine() {}

  @Override
  public JwtSigner ofPrivateKey(String text, KeyUse use) throws UnusableKeyException {
    return PrivateKeyText.read(text, use).signer();
  }

  @Override
  public JwtSigner ofProofKey(String jwk) throws UnusableKeyException {
    try {
      ECKey key = ECKey.parse(jwk);
      if (!key.isPrivate()) {
        throw new UnusableKeyException(DAMAGED);
      }
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.ES256).type(PROOF).jwk(key.toPublicJWK()).build();
      return new NimbusSigner(header, new ECDSASigner(key.toECPrivateKey(), Curve.P_256));
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw new UnusableKeyException(DAMAGED);
    }
  }

  @Override
  public SignatureVerdict verify(String token, String keys) {
    return KeySetVerifier.verdict(token, keys);
  }

  @Override
  public boolean verifies() {
    return true;
  }

  @Override
  public JwtSigner ofSecret(String secret) throws UnusableKeyException {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < LEAST_BYTES) {
      throw new UnusableKeyException(
          "is too short for client_secret_jwt: HS256 needs a secret of "
              + LEAST_BYTES
              + " bytes (RFC 7518 section 3.2); use client_secret_basic, or have the issuer make a"
              + " longer one");
    }
    try {
      return new NimbusSigner(JWSAlgorithm.HS256, null, new MACSigner(bytes));
    } catch (JOSEException e) {
      throw new UnusableKeyException("cannot sign with HS256; use client_secret_basic");
    }
  }
}
