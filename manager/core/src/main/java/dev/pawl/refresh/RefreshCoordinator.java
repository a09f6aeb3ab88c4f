package dev.pawl.refresh;

import dev.pawl.clock.TokenClock;
import dev.pawl.lock.KernelLock;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.policy.Interruption;
import dev.pawl.policy.StorageProblem;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.profile.PublishedState;
import dev.pawl.profile.Snapshot;
import dev.pawl.refresh.locked.LockTenure;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.refresh.locked.SharedContext;
import dev.pawl.store.fleet.Fleet;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to the refresh lock: one caller of this process queues for it, the others wait for that
 * caller; whoever sees news leaves the queue. Lock order: single flight, JVM gate, refresh lock,
 * table lock. Thread-safe, and safe for virtual threads: nothing blocks in a monitor or in a file
 * lock.
 */
public final class RefreshCoordinator {
  private static final Logger LOG = System.getLogger(RefreshCoordinator.class.getName());

  /* A login or logout that has the lock is waited for; the requests in it have deadlines. */
  private static final long CHANGE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final SharedContext context;
  private final ProfileFiles profile;
  private final PublishedState shared;
  private final BooleanSupplier closed;
  private final KernelLock lock;
  private final LockQueue queue;
  private final TokenClock clock;
  private final ReentrantLock singleFlight = new ReentrantLock();

  /**
   * The way to the lock of {@code profile}.
   *
   * @param shared where its news are published
   * @param closed whether the manager is
   */
  public RefreshCoordinator(
      SharedContext context, ProfileFiles profile, PublishedState shared, BooleanSupplier closed) {
    this.context = context;
    this.profile = profile;
    this.shared = shared;
    this.closed = closed;
    this.lock = profile.lock();
    this.queue = new LockQueue(profile.name(), lock, profile.clock());
    this.clock = profile.clock();
  }

  /**
   * Runs a transaction for {@code requirement}, or waits for somebody else's.
   *
   * @param seen what did not meet it
   * @param look takes a fresh look
   * @param deadline in nanoseconds of the clock
   * @return what came of it; null if there are news to look at
   * @throws TokenException TRY_LATER if the deadline passes or the caller is interrupted
   */
  @Nullable
  public RefreshResult refresh(
      Snapshot seen, Supplier<Snapshot> look, TokenRequirement requirement, long deadline) {
    boolean atOnce = singleFlight.tryLock();
    if (!atOnce) {
      enterSingleFlight(deadline);
    }
    try {
      Snapshot now = atOnce ? seen : look.get();
      if (LockQueue.isNews(seen, now)) {
        return null;
      }
      KernelLock.Held got = queue.untilNews(now, look, deadline);
      return got == null ? null : await(begin(got, requirement), deadline);
    } catch (IOException e) {
      return new RefreshResult.Refused(StorageProblem.of(e));
    } finally {
      singleFlight.unlock();
    }
  }

  /**
   * Runs a transaction for {@code requirement} in the background if nobody on the machine is at it.
   *
   * @param limited is told the issuer if all its permits were out
   */
  public void tryRefresh(TokenRequirement requirement, Consumer<String> limited) {
    if (!singleFlight.tryLock()) {
      return;
    }
    try {
      KernelLock.Held got = lock.tryAcquire();
      if (got != null) {
        CompletableFuture<RefreshResult> unused =
            begin(got, requirement)
                .whenComplete((result, problem) -> told(result, problem, limited));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "not refreshed ahead of time: {0}", e.getMessage());
    } finally {
      singleFlight.unlock();
    }
  }

  /**
   * Looks at the store under the lock and publishes what it says, if the lock is free.
   *
   * @return what the look brought; null if somebody else has the lock
   */
  @Nullable
  public RefreshResult tryLook(long deadline) {
    if (!singleFlight.tryLock()) {
      return null;
    }
    try {
      KernelLock.Held got = lock.tryAcquire();
      return got == null ? null : await(begin(got, TokenRequirement.LOOK), deadline);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the store could not be looked at: {0}", e.getMessage());
      return null;
    } finally {
      singleFlight.unlock();
    }
  }

  /** Where callers wait. */
  public LockQueue queue() {
    return queue;
  }

  /**
   * Runs {@code change} with the refresh lock held, whatever anybody publishes meanwhile.
   *
   * @param longest how long a request in it may take
   * @throws TokenException TRY_LATER naming the holder if the lock is not free by the deadline; or
   *     what the change dismisses its caller with, while it goes on
   */
  public <T> T exclusively(LockedProfile.Work<T> change, long deadline, Duration longest) {
    enterSingleFlight(deadline);
    try {
      KernelLock.Held got = queue.untilHeld(deadline);
      CompletableFuture<T> early = new CompletableFuture<>();
      CompletableFuture<T> whole =
          started(got, () -> change.run(locked(got, early::completeExceptionally)));
      return await(
          early.applyToEither(whole, done -> done), clock.deadline(longest) + CHANGE_NANOS);
    } catch (IOException e) {
      throw StorageProblem.of(e);
    } finally {
      singleFlight.unlock();
    }
  }

  /* The profile, for work under its lock that the caller waits for. */
  private LockedProfile locked(KernelLock.Held held, Consumer<TokenException> caller)
      throws IOException {
    LockTenure tenure = new LockTenure(profile.name(), held, closed, caller);
    return new LockedProfile(profile, shared, context, tenure);
  }

  private void enterSingleFlight(long deadline) {
    try {
      if (!singleFlight.tryLock(deadline - clock.nanos(), TimeUnit.NANOSECONDS)) {
        throw queue.busy();
      }
    } catch (InterruptedException e) {
      throw Interruption.kept();
    }
  }

  private CompletableFuture<RefreshResult> begin(
      KernelLock.Held got, TokenRequirement requirement) {
    CompletableFuture<RefreshResult> early = new CompletableFuture<>();
    CompletableFuture<RefreshResult> whole =
        started(
            got,
            () -> {
              try (RefreshTransaction transaction =
                  new RefreshTransaction(locked(got, why -> {}), requirement)) {
                RefreshResult result = transaction.run();
                early.complete(result);
                finish(transaction, result);
                return result;
              }
            });
    return early.applyToEither(whole, result -> result);
  }

  private void finish(RefreshTransaction transaction, RefreshResult result) {
    try {
      transaction.finish(result);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "after a refresh of profile " + profile.name(), e);
    }
  }

  private void told(
      @Nullable RefreshResult result, @Nullable Throwable problem, Consumer<String> limited) {
    if (result instanceof RefreshResult.Limited out) {
      limited.accept(out.issuer());
    }
    Throwable why = result == null ? problem : result.problem();
    if (why != null) {
      LOG.log(
          Level.WARNING,
          "profile {0} was not refreshed ahead of time: {1}",
          profile.name(),
          why.getMessage());
    }
  }

  /* The store of a fleet outlives a manager that is closed meanwhile. */
  private <T> CompletableFuture<T> started(KernelLock.Held held, ProtectedThread.Work<T> work) {
    Fleet fleet = context.fleet();
    if (fleet == null) {
      return start(held, work);
    }
    fleet.enter();
    boolean started = false;
    try {
      CompletableFuture<T> result = start(held, () -> inFleet(fleet, work));
      started = true;
      return result;
    } finally {
      if (!started) {
        fleet.leave();
      }
    }
  }

  private static <T> T inFleet(Fleet fleet, ProtectedThread.Work<T> work) throws IOException {
    try {
      return work.run();
    } finally {
      fleet.leave();
    }
  }

  /** Runs {@code work} on a thread of its own and lets the lock go after it. */
  public static <T> CompletableFuture<T> start(KernelLock.Held held, ProtectedThread.Work<T> work) {
    boolean started = false;
    try {
      CompletableFuture<T> result =
          ProtectedThread.start(
              "pawl-refresh",
              () -> {
                try (held) {
                  return work.run();
                }
              });
      started = true;
      return result;
    } finally {
      if (!started) {
        release(held);
      }
    }
  }

  private static void release(KernelLock.Held held) {
    try {
      held.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the refresh lock could not be let go", e);
    }
  }

  private <T> T await(CompletableFuture<T> result, long deadline) throws IOException {
    try {
      return result.get(Math.max(1, deadline - clock.nanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw Interruption.kept();
    } catch (TimeoutException e) {
      throw queue.busy();
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  /** What made the work fail; throws it if it is unchecked. */
  public static IOException cause(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof IOException io) {
      return io;
    }
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IOException(cause);
  }
}
