package dev.pawl.simulator.jose;

import dev.pawl.simulator.core.oidc.TokenSigner;
import dev.pawl.simulator.wire.StrictJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs with RS256 (RFC 7518, section 3.3), the one algorithm that each OpenID Connect client
 * understands. The key is made when it is first needed, another one for each signer. Thread-safe.
 */
public final class RsaSigner implements TokenSigner {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int BITS = 2048;

  private @Nullable KeyPair pair;

  @Override
  public String algorithm() {
    return "RS256";
  }

  @Override
  public String sign(Map<String, Object> claims) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", algorithm());
    header.put("kid", keyId());
    header.put("typ", "JWT");
    String signed = encoded(StrictJson.write(header)) + "." + encoded(StrictJson.write(claims));
    return signed + "." + BASE64.encodeToString(signature(signed));
  }

  private byte[] signature(String signed) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      PrivateKey key = pair().getPrivate();
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot sign with RS256", e);
    }
  }

  @Override
  public Map<String, Object> publicKey() {
    RSAPublicKey key = (RSAPublicKey) pair().getPublic();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("kty", "RSA");
    members.put("use", "sig");
    members.put("alg", algorithm());
    members.put("kid", keyId());
    members.put("n", encoded(key.getModulus()));
    members.put("e", encoded(key.getPublicExponent()));
    return members;
  }

  /* The thumbprint (RFC 7638): a client that has kept an older key sees that this is another one. */
  private String keyId() {
    RSAPublicKey key = (RSAPublicKey) pair().getPublic();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("e", encoded(key.getPublicExponent()));
    members.put("kty", "RSA");
    members.put("n", encoded(key.getModulus()));
    try {
      byte[] json = StrictJson.write(members).getBytes(StandardCharsets.UTF_8);
      return BASE64.encodeToString(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private synchronized KeyPair pair() {
    if (pair == null) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        pair = generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java has no RSA", e);
      }
    }
    return pair;
  }

  private static String encoded(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /* Without the sign's byte: RFC 7518, section 6.3.1.1. */
  private static String encoded(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return BASE64.encodeToString(
        bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }
}
