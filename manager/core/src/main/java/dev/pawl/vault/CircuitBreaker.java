package dev.pawl.vault;

import dev.pawl.clock.TokenClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A vault that is left alone for a second after it could not be used, so that callers in a loop do
 * not start a child process each. Thread-safe.
 *
 * @param vault the vault
 * @param last how a vault failed last; shared by all entries of a process
 */
record CircuitBreaker(Vault vault, AtomicReference<@Nullable Failure> last) implements Vault {
  private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final TokenClock CLOCK = TokenClock.system();

  /**
   * That a vault could not be used.
   *
   * @param why it could not
   * @param at when, by the monotonic clock
   */
  record Failure(VaultException why, long at) {}

  @Override
  public String kind() {
    return vault.kind();
  }

  @Override
  public String place() {
    return vault.place();
  }

  @Override
  public int limit() {
    return vault.limit();
  }

  @Override
  public @Nullable String read(String part) throws VaultException {
    requireClosed();
    try {
      return vault.read(part);
    } catch (VaultException e) {
      throw noted(e);
    }
  }

  @Override
  public void write(String part, String text) throws VaultException {
    requireClosed();
    try {
      vault.write(part, text);
    } catch (VaultException e) {
      throw noted(e);
    }
  }

  @Override
  public void delete(String part) throws VaultException {
    requireClosed();
    try {
      vault.delete(part);
    } catch (VaultException e) {
      throw noted(e);
    }
  }

  private void requireClosed() throws VaultException {
    Failure recent = last.get();
    if (recent != null && CLOCK.nanos() - recent.at < SPAN_NANOS) {
      throw recent.why.again();
    }
  }

  private VaultException noted(VaultException why) {
    last.set(new Failure(why, CLOCK.nanos()));
    return why;
  }
}
