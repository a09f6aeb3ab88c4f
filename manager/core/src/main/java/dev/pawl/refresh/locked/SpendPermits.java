package dev.pawl.refresh.locked;

import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.lock.KernelLock;
import dev.pawl.policy.Interruption;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SpendLimits;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The permits to spend at an issuer, shared by all processes of a state directory, so that many
 * profiles never storm their provider. A permit is a kernel lock on one byte: the kernel frees it
 * when its holder dies. It is kept for at least so long that the rate holds, which makes the
 * permits a token bucket (docs/adr/0014). Speed only: nothing relies on it. Thread-safe.
 */
public final class SpendPermits {
  private static final Logger LOG = System.getLogger(SpendPermits.class.getName());
  private static final long OUT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long RESERVED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final StateDirectory directory;
  private final Settings settings;
  private final TokenClock clock;
  private final ConcurrentMap<String, Issuer> issuers = new ConcurrentHashMap<>();

  public SpendPermits(StateDirectory directory, Settings settings, TokenClock clock) {
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
  }

  /** A permit to spend at {@code issuer} now; null if all are out. */
  @Nullable Permit tryTake(String issuer) throws IOException {
    Issuer at = at(issuer);
    Permit reserved = at.reserved.poll();
    if (reserved != null) {
      return reserved;
    }
    SpendLimits limits = SpendLimits.of(settings, issuer);
    int first = ThreadLocalRandom.current().nextInt(limits.concurrent());
    for (int i = 0; i < limits.concurrent(); i++) {
      int number = (first + i) % limits.concurrent();
      KernelLock.Held held = directory.permit(issuer, number).tryAcquire();
      if (held != null) {
        return new Permit(held, clock.nanos() + limits.holdNanos());
      }
    }
    at.outUntil = clock.nanos() + OUT_NANOS;
    at.out = true;
    return null;
  }

  /** Whether a moment ago all permits of {@code issuer} were out: a look at memory. */
  public boolean areOut(String issuer) {
    Issuer at = at(issuer);
    return at.out && clock.nanos() - at.outUntil < 0;
  }

  /**
   * Waits for a permit, which whoever takes one next in this process gets; of the callers in this
   * process one asks the kernel, the others wait for that one.
   *
   * @param news ends the wait
   * @param deadline in nanoseconds of the clock
   * @throws TokenException TRY_LATER naming the limit if the deadline passes
   */
  public void reserve(String issuer, BooleanSupplier news, long deadline) throws IOException {
    Issuer at = at(issuer);
    while (!news.getAsBoolean()) {
      if (clock.nanos() - deadline >= 0) {
        throw exhausted(issuer);
      }
      if (entered(at, Math.min(LOOK_NANOS, deadline - clock.nanos()))) {
        try {
          if (isReserved(at, issuer)) {
            return;
          }
        } finally {
          at.turnstile.unlock();
        }
      }
    }
  }

  private static boolean entered(Issuer at, long nanos) {
    try {
      return at.turnstile.tryLock(Math.max(1, nanos), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw Interruption.kept();
    }
  }

  private boolean isReserved(Issuer at, String issuer) throws IOException {
    Permit permit = tryTake(issuer);
    if (permit == null) {
      pause(LOOK_NANOS / 5 + ThreadLocalRandom.current().nextLong(LOOK_NANOS / 2));
      return false;
    }
    at.reserved.add(permit);
    later(
        RESERVED_NANOS,
        () -> {
          if (at.reserved.remove(permit)) {
            permit.release();
          }
        });
    return true;
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      throw Interruption.kept();
    }
  }

  /** The complaint of a caller who got no permit. */
  public TokenException exhausted(String issuer) throws IOException {
    SpendLimits limits = SpendLimits.of(settings, issuer);
    return TokenException.tryLater(
        "the limit of refreshes at "
            + issuer
            + " is reached: "
            + limits.concurrent()
            + " at a time (setting concurrentSpends), "
            + limits.perSecond()
            + " a second (setting spendsPerSecond)",
        1_000);
  }

  private Issuer at(String issuer) {
    Issuer present = issuers.get(issuer);
    return present != null ? present : issuers.computeIfAbsent(issuer, name -> new Issuer());
  }

  private static void later(long nanos, Runnable work) {
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run).execute(work);
  }

  /** What this process knows of an issuer's permits. */
  private static final class Issuer {
    final ReentrantLock turnstile = new ReentrantLock(true);
    final Queue<Permit> reserved = new ConcurrentLinkedQueue<>();
    volatile boolean out;
    volatile long outUntil;
  }

  /** A permit in use; when closed it goes back as soon as the rate allows. */
  public final class Permit implements AutoCloseable {
    private final KernelLock.Held held;
    private final long keptUntil;

    private Permit(KernelLock.Held held, long keptUntil) {
      this.held = held;
      this.keptUntil = keptUntil;
    }

    @Override
    public void close() {
      long left = keptUntil - clock.nanos();
      if (left <= 0) {
        release();
      } else {
        later(left, this::release);
      }
    }

    private void release() {
      try {
        held.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "a permit could not be let go", e);
      }
    }
  }
}
