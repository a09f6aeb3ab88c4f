package dev.pawl.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import dev.pawl.signing.JwtSigner;
import dev.pawl.signing.UnusableKeyException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs with one key and one algorithm. Thread-safe. */
final class NimbusSigner implements JwtSigner {
  private final JWSHeader header;
  private final JWSSigner signer;

  NimbusSigner(JWSAlgorithm algorithm, @Nullable String keyId, JWSSigner signer) {
    this(new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(keyId).build(), signer);
  }

  NimbusSigner(JWSHeader header, JWSSigner signer) {
    this.header = header;
    this.signer = signer;
  }

  @Override
  public String sign(Map<String, Object> claims) throws UnusableKeyException {
    JWSObject token = new JWSObject(header, new Payload(claims));
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new UnusableKeyException(
          "cannot sign with " + header.getAlgorithm() + " here; use another kind of key");
    }
    return token.serialize();
  }

  /** Names the algorithm alone. */
  @Override
  public String toString() {
    return "NimbusSigner[" + header.getAlgorithm() + "]";
  }
}
