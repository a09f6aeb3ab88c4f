package dev.pawl.source;

import dev.pawl.file.FileIdentity;
import dev.pawl.spi.Credential;
import dev.pawl.spi.CredentialSource;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A source of reach MACHINE whose credentials the processes of a user get from each other: one
 * asks, all have the answer. Thread-safe.
 */
public interface ShareableSource extends CredentialSource {

  /**
   * On what terms its credentials are shared.
   *
   * @param key what makes the difference between two answers: callers with the same key may have
   *     each other's; at most 110 characters, no secret
   * @param kind how its credentials are presented
   * @param lifetime for how long an answer is used before the source is asked again, counted from
   *     its coming
   * @param margin how long before an answer's end the source is asked again
   * @param longest how long the source may take to answer
   * @param files that decide what the source gives: once one of them has changed, an answer from
   *     before counts no more; at most four
   */
  record Terms(
      String key,
      Credential.Kind kind,
      Duration lifetime,
      Duration margin,
      Duration longest,
      List<Path> files) {
    /** Checks that no part is missing. */
    public Terms {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(lifetime, "lifetime");
      Objects.requireNonNull(margin, "margin");
      Objects.requireNonNull(longest, "longest");
      files = List.copyOf(files);
    }

    /** Of a source whose answers do not say when they end. */
    public Terms(String key, Credential.Kind kind, Duration lifetime, Duration longest) {
      this(key, kind, lifetime, Duration.ZERO, longest, List.of());
    }
  }

  /** The name of the slot where what has {@code key} is shared; no profile can have such a name. */
  static String slot(String key) {
    return "shared:" + key;
  }

  /**
   * The terms as they are now.
   *
   * @throws IOException if configured but broken
   */
  Terms terms() throws IOException;

  /**
   * What a source answered.
   *
   * @param from the files that decided it, as they were before the source looked at them
   */
  record Answer(Credential credential, List<FileIdentity> from) {}

  /**
   * The same as {@link #mint}, and what decided it.
   *
   * @param claims what a server wants a token in the place of the rejected one to be made for, a
   *     JSON object; empty if it named none. Not heeded by a source that knows of none
   * @param files those of the terms, as they were before the question
   * @throws IOException as {@link #mint}
   */
  default Answer answer(@Nullable Fingerprint rejected, String claims, List<FileIdentity> files)
      throws IOException {
    return new Answer(mint(rejected), files);
  }

  /**
   * A credential in the place of one that has not ended yet. Bothers no person.
   *
   * @throws IOException as {@link #mint}
   */
  default Credential mintAhead() throws IOException {
    return mint(null);
  }

  /** Why the source says LOG_IN, and what a person does then. */
  default String loginAdvice() {
    return "the session has ended";
  }

  /** When somebody last logged in that the source can tell of, epoch milliseconds; else 0. */
  default long lastLogin() {
    return 0;
  }

  /**
   * Called when a caller begins to wait, for the source itself or for another process that asks it.
   * What is returned is closed when the wait ends.
   */
  default Waiting waiting() {
    return () -> {};
  }

  /** Somebody waits. */
  interface Waiting extends AutoCloseable {
    @Override
    void close();
  }
}
