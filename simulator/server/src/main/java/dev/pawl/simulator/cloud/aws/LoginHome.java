package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.cloud.HomeFiles;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file that {@code aws login} keeps of a session: credentials, the refresh token, and the key
 * that refreshes are proven with (RFC 9449), in the form of RFC 5915.
 */
final class LoginHome {
  private static final int SCALAR = 32;
  private static final byte[] PRIME256V1 = HexFormat.of().parseHex("a00a06082a8648ce3d030107");

  private final RoleCredentials credentials;
  private final String refreshToken;

  LoginHome(RoleCredentials credentials, String refreshToken) {
    this.credentials = credentials;
    this.refreshToken = refreshToken;
  }

  /** Returns what the profile calls the session. */
  String session() {
    return credentials.role().arn();
  }

  /** Returns the file by its place in the home directory. */
  Map<String, String> files() {
    Map<String, Object> access = new LinkedHashMap<>();
    access.put("accessKeyId", credentials.accessKeyId());
    access.put("secretAccessKey", credentials.secretAccessKey());
    access.put("sessionToken", credentials.sessionToken());
    access.put("accountId", credentials.role().account());
    access.put("expiresAt", credentials.expiration().truncatedTo(ChronoUnit.SECONDS).toString());
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("accessToken", access);
    members.put("tokenType", "aws_sigv4");
    members.put("refreshToken", refreshToken);
    members.put("clientId", SignIn.CLIENT);
    members.put("dpopKey", key());
    return Map.of(".aws/login/cache/" + name() + ".json", HomeFiles.json(members));
  }

  /* The name of the file is the SHA-256 of the session's name. */
  private String name() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(session().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static String key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return "-----BEGIN EC PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(
                  encoded((ECPrivateKey) pair.getPrivate(), (ECPublicKey) pair.getPublic()))
          + "\n-----END EC PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no elliptic curves", e);
    }
  }

  /* RFC 5915, section 3: version, key, curve, and the point behind the count of unused bits. */
  private static byte[] encoded(ECPrivateKey secret, ECPublicKey shown) {
    ByteArrayOutputStream point = new ByteArrayOutputStream();
    point.writeBytes(new byte[] {0, 4});
    point.writeBytes(fixed(shown.getW().getAffineX()));
    point.writeBytes(fixed(shown.getW().getAffineY()));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(new byte[] {2, 1, 1});
    all.writeBytes(tagged(0x04, fixed(secret.getS())));
    all.writeBytes(PRIME256V1);
    all.writeBytes(tagged(0xa1, tagged(0x03, point.toByteArray())));
    return tagged(0x30, all.toByteArray());
  }

  /* Nothing here is as long as 128 bytes. */
  private static byte[] tagged(int tag, byte[] content) {
    byte[] tagged = new byte[content.length + 2];
    tagged[0] = (byte) tag;
    tagged[1] = (byte) content.length;
    System.arraycopy(content, 0, tagged, 2, content.length);
    return tagged;
  }

  private static byte[] fixed(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[SCALAR];
    int length = Math.min(bytes.length, SCALAR);
    System.arraycopy(bytes, bytes.length - length, fixed, SCALAR - length, length);
    return fixed;
  }
}
