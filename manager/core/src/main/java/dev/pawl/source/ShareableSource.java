package dev.pawl.source;

import dev.pawl.spi.Credential;
import dev.pawl.spi.CredentialSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/**
 * A source of reach MACHINE whose credentials the processes of a user get from each other: one
 * asks, all have the answer. Thread-safe.
 */
public interface ShareableSource extends CredentialSource {

  /**
   * On what terms its credentials are shared.
   *
   * @param key what makes the difference between two answers, as a hash: callers with the same key
   *     may have each other's; at most 64 characters, no secret
   * @param kind how its credentials are presented
   * @param lifetime for how long an answer is used before the source is asked again, counted from
   *     its coming
   * @param longest how long the source may take to answer
   */
  record Terms(String key, Credential.Kind kind, Duration lifetime, Duration longest) {
    /** Checks that no part is missing. */
    public Terms {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(lifetime, "lifetime");
      Objects.requireNonNull(longest, "longest");
    }
  }

  /**
   * The terms as they are now.
   *
   * @throws IOException if configured but broken
   */
  Terms terms() throws IOException;
}
