package dev.pawl.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which store is meant, and how it is reached.
 *
 * @param url {@code postgresql://HOST[:PORT][,HOST...]/DATABASE[?OPTIONS]}, or {@code
 *     etcd://HOST:PORT[,HOST:PORT...]/PREFIX}, {@code etcds:} with TLS; it may name a user and no
 *     password
 * @param password read again for each new connection, since it may be a token that rotates
 * @param trust PEM file with the certificates that sign the store's own; null for those of the
 *     machine
 * @param identity PEM file with the certificate and the private key that the client shows; null for
 *     none
 * @param failover whether the store must prove that an acknowledged write survives the loss of its
 *     primary
 * @param timeout the longest that one call may take
 */
public record StoreAddress(
    String url,
    Password password,
    @Nullable Path trust,
    @Nullable Path identity,
    boolean failover,
    Duration timeout) {

  /** Where a password comes from. */
  @FunctionalInterface
  public interface Password {
    /**
     * The password now; null if there is none.
     *
     * @throws IOException if it cannot be had; its message says what to do
     */
    @Nullable String read() throws IOException;
  }

  /** An address with TLS of the machine, without a password, for calls of at most 5 s. */
  public static StoreAddress of(String url) {
    return new StoreAddress(url, () -> null, null, null, false, Duration.ofSeconds(5));
  }

  /** Without what comes before an {@code @}, where a person may have put a password. */
  @Override
  public String toString() {
    return url.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
  }
}
