package dev.pawl.vault;

import dev.pawl.clock.TokenClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a second that a vault could not be used, so that callers in a loop do not start a
 * child process each. Thread-safe.
 */
final class Brake {
  private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TokenClock clock = TokenClock.system();
  private final AtomicReference<@Nullable Failure> last = new AtomicReference<>();

  private record Failure(VaultException why, long at) {}

  /** What is done with a vault. */
  interface Use<T extends @Nullable Object> {
    T run() throws VaultException;
  }

  <T extends @Nullable Object> T apply(Use<T> use) throws VaultException {
    Failure recent = last.get();
    if (recent != null && clock.nanos() - recent.at < SPAN_NANOS) {
      throw recent.why.again();
    }
    try {
      return use.run();
    } catch (VaultException e) {
      last.set(new Failure(e, clock.nanos()));
      throw e;
    }
  }
}
