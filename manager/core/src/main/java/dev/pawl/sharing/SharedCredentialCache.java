package dev.pawl.sharing;

import dev.pawl.clock.TokenClock;
import dev.pawl.lock.KernelLock;
import dev.pawl.policy.Backoff;
import dev.pawl.policy.Interruption;
import dev.pawl.policy.Timeouts;
import dev.pawl.refresh.LockQueue;
import dev.pawl.refresh.RefreshCoordinator;
import dev.pawl.source.ShareableSource;
import dev.pawl.spi.Credential;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where this process serves the credentials of one shared key: from the slot, or by a question to
 * the source under the lock that all processes respect. Lock order: flight, JVM gate, lock.
 * Thread-safe.
 */
final class SharedCredentialCache {
  private static final Logger LOG = System.getLogger(SharedCredentialCache.class.getName());
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final ShareableSource source;
  private final String key;
  private final SharedCredentialSlot slot;
  private final LockQueue queue;
  private final TokenClock clock;
  private final SharedFetch fetch;
  private final ReentrantLock flight = new ReentrantLock();

  SharedCredentialCache(
      ShareableSource source, String key, SharedCredentialSlot slot, TokenClock clock) {
    this.source = source;
    this.key = key;
    this.slot = slot;
    this.queue = new LockQueue(source.name(), slot.lock(), clock);
    this.clock = clock;
    this.fetch = new SharedFetch(source, slot, clock);
  }

  String key() {
    return key;
  }

  /** A credential that is not {@code rejected}; waits only if there is none. */
  Credential serve(SharedDemand demand) throws IOException {
    SharedAnswer seen = SharedAnswer.of(slot.look());
    long now = clock.millis();
    if (!demand.isMetBy(seen, now)) {
      return waitFor(demand);
    }
    if (demand.isStale(seen, now) && seen.cooldown(false, now) == 0) {
      askAhead(demand);
    }
    return seen.credential(demand.terms().kind());
  }

  private Credential waitFor(SharedDemand demand) throws IOException {
    long deadline = clock.nanos() + demand.terms().longest().plus(MARGIN).toNanos();
    enterFlight(deadline);
    try {
      ShareableSource.Waiting waiting = source.waiting();
      try {
        return awaited(demand, deadline);
      } finally {
        waiting.close();
      }
    } finally {
      flight.unlock();
    }
  }

  private Credential awaited(SharedDemand first, long deadline) throws IOException {
    while (true) {
      SharedDemand demand = first.again();
      long stamp = slot.stamp();
      SharedAnswer seen = SharedAnswer.of(slot.look());
      if (demand.isMetBy(seen, clock.millis())) {
        return seen.credential(demand.terms().kind());
      }
      if (demand.isNearlyMetBy(seen, clock.millis()) && seen.cooldown(false, clock.millis()) > 0) {
        return seen.credential(demand.terms().kind());
      }
      requireAskable(seen, demand);
      KernelLock.Held held = queue(stamp, deadline);
      Optional<Credential> fresh =
          held == null ? Optional.empty() : await(send(held, demand), deadline);
      if (fresh.isPresent()) {
        return fresh.get();
      }
    }
  }

  /* What the processes have agreed to leave alone, each of them leaves alone. */
  private void requireAskable(SharedAnswer seen, SharedDemand demand) {
    long now = clock.millis();
    long cooldown = fetch.isLeftAlone(demand, seen, now) ? demand.cooldown(seen, now) : 0;
    if (cooldown > 0 && seen.isLoginWanted()) {
      throw TokenException.logIn(source.origin() + ": " + source.loginAdvice());
    }
    if (cooldown > 0 && seen.isMisconfigured()) {
      throw TokenException.fixConfiguration(
          source.origin()
              + " gives nothing as it is configured; the process that asked was told why, and so is"
              + " the first that asks after "
              + (cooldown + 999) / 1000
              + " s",
          null);
    }
    if (cooldown > 0) {
      throw TokenException.tryLater(
          source.origin()
              + " failed "
              + Backoff.times(seen.failures())
              + "; it is left alone for "
              + (cooldown + 999) / 1000
              + " s",
          cooldown);
    }
    long pause =
        seen.isRejected(demand.rejected())
            ? seen.rejectionPause(Timeouts.DEFAULT.rejection(), now)
            : 0;
    if (pause > 0) {
      throw TokenException.tryLater(
          "the server rejects what "
              + source.origin()
              + " gave after a rejection; look for a revoked key, the wrong account or a clock that"
              + " is wrong",
          pause);
    }
  }

  private void enterFlight(long deadline) {
    try {
      if (!flight.tryLock(deadline - clock.nanos(), TimeUnit.NANOSECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      throw Interruption.kept();
    }
  }

  private KernelLock.@Nullable Held queue(long stamp, long deadline) throws IOException {
    try {
      return queue.await(() -> slot.stamp() != stamp, deadline);
    } catch (TokenException e) {
      throw Thread.currentThread().isInterrupted() ? e : busy();
    }
  }

  private TokenException busy() {
    return TokenException.tryLater(
        source.origin() + " is being asked by " + slot.lock().holder(), 1_000);
  }

  private CompletableFuture<Optional<Credential>> send(KernelLock.Held held, SharedDemand demand) {
    return RefreshCoordinator.start(held, fetch.forCaller(demand));
  }

  private Optional<Credential> await(CompletableFuture<Optional<Credential>> fetch, long deadline)
      throws IOException {
    try {
      return fetch.get(Math.max(1, deadline - clock.nanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw Interruption.kept();
    } catch (TimeoutException e) {
      throw busy();
    } catch (ExecutionException e) {
      throw RefreshCoordinator.cause(e);
    }
  }

  private void askAhead(SharedDemand demand) throws IOException {
    if (!flight.tryLock()) {
      return;
    }
    try {
      KernelLock.Held held = slot.lock().tryAcquire();
      if (held != null) {
        CompletableFuture<Optional<Credential>> asked =
            RefreshCoordinator.start(held, fetch.ahead(demand));
        CompletableFuture<?> unused = asked.whenComplete((fresh, problem) -> log(problem));
      }
    } finally {
      flight.unlock();
    }
  }

  private static void log(@Nullable Throwable problem) {
    if (problem != null) {
      LOG.log(Level.WARNING, "the old key is used for now: {0}", problem.getMessage());
    }
  }
}
