package dev.pawl.login;

import dev.pawl.spi.Fingerprint;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The proof that whoever redeems a code is who asked for it (RFC 7636, method S256).
 *
 * @param verifier 256 random bits; secret until the code is redeemed
 */
record Pkce(String verifier) {
  static final String METHOD = "S256";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  static Pkce fresh() {
    return new Pkce(random());
  }

  /** 256 random bits as 43 characters that need no encoding in an address. */
  static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /** What the authorization request shows of the verifier. */
  String challenge() {
    return BASE64.encodeToString(Fingerprint.sha256(verifier));
  }

  @Override
  public String toString() {
    return "Pkce[redacted]";
  }
}
