package dev.pawl.simulator.core.jwt;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** Public keys in JSON (RFC 7517; RFC 7518, section 6; RFC 8037, section 2). */
public final class PublicKeys {
  /* RFC 8410, section 4: what stands in front of the 32 bytes of such a key. */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  private PublicKeys() {}

  /**
   * Returns the key with these members.
   *
   * @throws IllegalArgumentException if it is none of RSA, EC on P-256 and Ed25519
   */
  public static PublicKey of(Map<String, ?> members) {
    String kind = text(members, "kty") + " " + members.get("crv");
    try {
      return switch (kind) {
        case "RSA null" ->
            key("RSA", new RSAPublicKeySpec(number(members, "n"), number(members, "e")));
        case "EC P-256" ->
            key(
                "EC",
                new ECPublicKeySpec(
                    new ECPoint(number(members, "x"), number(members, "y")), p256()));
        case "OKP Ed25519" -> key("Ed25519", edwards(bytes(members, "x")));
        default ->
            throw new IllegalArgumentException("a key is none of RSA, EC on P-256 and Ed25519");
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a key is none", e);
    }
  }

  private static PublicKey key(String kind, KeySpec spec) throws GeneralSecurityException {
    return KeyFactory.getInstance(kind).generatePublic(spec);
  }

  private static ECParameterSpec p256() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  private static X509EncodedKeySpec edwards(byte[] point) {
    byte[] encoded = new byte[ED25519.length + point.length];
    System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
    System.arraycopy(point, 0, encoded, ED25519.length, point.length);
    return new X509EncodedKeySpec(encoded);
  }

  private static BigInteger number(Map<String, ?> members, String name) {
    return new BigInteger(1, bytes(members, name));
  }

  private static byte[] bytes(Map<String, ?> members, String name) {
    return Base64.getUrlDecoder().decode(text(members, name));
  }

  private static String text(Map<String, ?> members, String name) {
    if (members.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a key has no member " + name);
  }
}
