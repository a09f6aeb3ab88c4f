package dev.pawl.login;

import dev.pawl.clock.TokenClock;
import dev.pawl.directory.LoginMarker;
import dev.pawl.directory.StateDirectory;
import dev.pawl.file.StoreException;
import dev.pawl.lock.KernelLock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The turn of the one process of a state directory that may bother a person with a login. The
 * others wait and adopt what it brings. It is one byte of the lock file, so the kernel ends the
 * turn of a process that dies.
 */
public final class LoginTurn implements AutoCloseable {
  /** For how long after a failed login nobody else opens a browser unasked. */
  public static final Duration QUIET = Duration.ofSeconds(60);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final KernelLock.Held held;
  private final LoginMarker marker;
  private final String profile;
  private final TokenClock clock;
  private final boolean waited;

  private LoginTurn(KernelLock.Held held, Queue queue, boolean waited) {
    this.held = held;
    this.marker = queue.directory.loginMarker();
    this.profile = queue.profile;
    this.clock = queue.clock;
    this.waited = waited;
  }

  /**
   * What a process that wants to log in goes by.
   *
   * @param directory whose turn
   * @param profile which is to be logged in
   * @param clock that tells the age of a failure
   * @param waitTimeout how long it waits for another process's login
   */
  public record Queue(
      StateDirectory directory, String profile, TokenClock clock, Duration waitTimeout) {

    /**
     * The queue for {@code profile} of the state directory that {@code environment} asks for.
     *
     * @throws StoreException if it asks for none
     */
    public static Queue of(Map<String, String> environment, String profile, Duration waitTimeout)
        throws StoreException {
      StateDirectory directory = StateDirectory.of(environment);
      return new Queue(directory, profile, TokenClock.system(), waitTimeout);
    }

    /**
     * Waits for the turn.
     *
     * @param waiting told once, with the holder's name, if there is anything to wait for
     * @param adopted whether somebody has logged the profile in meanwhile
     * @return the turn; null if {@code adopted} is true, so that none is needed
     * @throws LoginException TRY_LATER if the other login takes longer than the wait
     */
    public @Nullable LoginTurn await(Consumer<String> waiting, BooleanSupplier adopted)
        throws IOException, LoginException {
      KernelLock lock = directory.loginLock();
      long deadline = clock.deadline(waitTimeout);
      boolean told = false;
      while (true) {
        KernelLock.Held held = lock.tryAcquire();
        if (told && adopted.getAsBoolean()) {
          release(held);
          return null;
        }
        if (held != null) {
          return new LoginTurn(held, this, told);
        }
        if (!told) {
          waiting.accept(lock.holder());
          told = true;
        }
        if (clock.nanos() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
          throw LoginException.later("a login is under way in " + lock.holder());
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }

    private static void release(KernelLock.@Nullable Held held) throws IOException {
      if (held != null) {
        held.close();
      }
    }
  }

  /** Whether another process's login was waited for. */
  public boolean hasWaited() {
    return waited;
  }

  /**
   * Checks that no login of this profile has failed just now.
   *
   * @throws LoginException TRY_LATER that says which failure and for how long
   */
  public void requireQuiet() throws IOException, LoginException {
    LoginMarker.Left left = marker.read();
    long age = left == null ? 0 : clock.millis() - left.at();
    if (left == null || !left.profile().equals(profile) || age < 0 || age >= QUIET.toMillis()) {
      return;
    }
    String what = left.reason().isEmpty() ? "its process ended without a result" : left.reason();
    throw LoginException.later(
        "a login of profile "
            + profile
            + " failed "
            + age / 1000
            + " s ago ("
            + what
            + "), so no other browser tab is opened for "
            + (QUIET.toMillis() - age + 999) / 1000
            + " s; --again does it at once");
  }

  /** Leaves a trace before the person is bothered, in case this process ends without a word. */
  public void begin() throws IOException {
    marker.write(new LoginMarker.Left(profile, clock.millis(), ""));
  }

  /** Leaves word that the login failed. */
  public void failed(String reason) throws IOException {
    marker.write(new LoginMarker.Left(profile, clock.millis(), reason));
  }

  /** Wipes the trace: the login is stored. */
  public void succeeded() throws IOException {
    marker.clear();
  }

  @Override
  public void close() throws IOException {
    held.close();
  }
}
