package dev.pawl.spi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the journal remembers of a secret: enough to recognise it, not enough to use it.
 *
 * @param value the first 128 bits of the secret's SHA-256 in lower-case hexadecimal
 */
public record Fingerprint(String value) {
  private static final int BYTES = 16;

  /** The fingerprint of {@code secret}. */
  public static Fingerprint of(String secret) {
    return new Fingerprint(HexFormat.of().formatHex(sha256(secret), 0, BYTES));
  }

  /** The SHA-256 of {@code text} in UTF-8. */
  public static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The SHA-256 of {@code bytes}. */
  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /* Spelled out: what the compiler makes for a record costs a cold process milliseconds. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fingerprint that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value.substring(0, Math.min(8, value.length()));
  }
}
