package dev.pawl.simulator.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes token values: each is a function of the seed, the token's label and how often the server
 * was reset, so a seed repeats a run whatever the order of threads. Thread-safe.
 */
public final class Secrets {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /* Characters of a digest of 32 bytes. */
  private static final int DIGEST = 43;

  private static final String TYPABLE = "BCDFGHJKLMNPQRSTVWXZ";

  private final long seed;
  /* Copied for each digest, never used itself. */
  private volatile Mac keyed;

  private int era;

  /** Creates a source whose values the seed decides. */
  public Secrets(long seed) {
    this.seed = seed;
    this.keyed = keyed(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
  }

  /** Has the same labels give other values from now on, so that nothing old is taken for new. */
  public synchronized void renew() {
    era++;
    keyed =
        keyed(ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(seed).putInt(era).array());
  }

  private static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }

  /**
   * Returns the value of the token with that label. It is recognizable as a simulator's, and holds
   * its label, so that nobody has to remember it.
   */
  public String value(String prefix, String label) {
    byte[] name = label.getBytes(StandardCharsets.UTF_8);
    return "sim-"
        + prefix
        + "-"
        + BASE64.encodeToString(digest(label))
        + BASE64.encodeToString(name);
  }

  /** Returns the label of a value that {@link #value} made since the last reset. */
  public Optional<String> label(String prefix, String value) {
    String start = "sim-" + prefix + "-";
    if (!value.startsWith(start) || value.length() <= start.length() + DIGEST) {
      return Optional.empty();
    }
    try {
      byte[] name = Base64.getUrlDecoder().decode(value.substring(start.length() + DIGEST));
      String label = new String(name, StandardCharsets.UTF_8);
      return value.equals(value(prefix, label)) ? Optional.of(label) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns a code that a person can type: no vowels, so no words (RFC 8628, section 6.1). */
  String userCode(String label) {
    byte[] digest = digest("user code " + label);
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      code.append(i == 4 ? "-" : "");
      code.append(TYPABLE.charAt(Math.floorMod(digest[i], TYPABLE.length())));
    }
    return code.toString();
  }

  /** Returns 17 capitals for a name that has to have a certain alphabet. */
  public String capitals(String label) {
    StringBuilder text = new StringBuilder();
    byte[] digest = digest("capitals " + label);
    for (int i = 0; i < 17; i++) {
      text.append((char) ('A' + Math.floorMod(digest[i], 26)));
    }
    return text.toString();
  }

  private byte[] digest(String label) {
    try {
      Mac mac = (Mac) keyed.clone();
      return mac.doFinal(label.getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java's HMAC-SHA-256 cannot be copied", e);
    }
  }

  /** Returns the S256 challenge of a PKCE verifier (RFC 7636, section 4.2). */
  static String challenge(String verifier) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return BASE64.encodeToString(sha.digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
