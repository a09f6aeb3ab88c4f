package dev.pawl.refresh;

import dev.pawl.clock.TokenClock;
import dev.pawl.jfr.FlightRecords;
import dev.pawl.lock.KernelLock;
import dev.pawl.lock.LockReleaseWait;
import dev.pawl.policy.Interruption;
import dev.pawl.profile.Snapshot;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where callers wait: for the refresh lock, for news, or for a short cooldown to pass. Who waits
 * for the lock is woken by the kernel, all at once, and leaves without it if there are news, so
 * that many waiters neither form a convoy nor burn the CPU (docs/adr/0005). Thread-safe.
 */
public final class LockQueue {
  /* A holder that keeps the lock publishes all the same if it has a token that it cannot save. */
  private static final long LOOK_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);
  /* Of many who come at once all but one only take CPU from the holder, which has yet to send. */
  private static final long HOLDERS_START = TimeUnit.MILLISECONDS.toNanos(12);
  private static final int FIRST_PAUSES = 2;
  private static final long SHORT_STEP = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long LONG_STEP = TimeUnit.MILLISECONDS.toNanos(8);
  private static final long NEWS_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long SHORT_COOLDOWN = TimeUnit.SECONDS.toNanos(2);

  private final String profile;
  private final KernelLock lock;
  private final LockReleaseWait release;
  private final TokenClock clock;

  public LockQueue(String profile, KernelLock lock, TokenClock clock) {
    this.profile = profile;
    this.lock = lock;
    this.release = new LockReleaseWait(lock::awaitRelease);
    this.clock = clock;
  }

  /**
   * The lock, or null as soon as there is anything newer than {@code seen}.
   *
   * @throws TokenException TRY_LATER naming the holder when {@code deadline} passes
   */
  KernelLock.@Nullable Held untilNews(Snapshot seen, Supplier<Snapshot> look, long deadline)
      throws IOException {
    return await(() -> seen.isMoved() || isNews(seen, seen.again(look)), deadline);
  }

  /** The lock, whatever anybody publishes meanwhile; throws as {@link #untilNews} does. */
  KernelLock.Held untilHeld(long deadline) throws IOException {
    KernelLock.Held held = await(() -> false, deadline);
    if (held == null) {
      throw new IllegalStateException("without news, only the lock ends the wait");
    }
    return held;
  }

  /** The lock, or null as soon as there are {@code news}; throws as {@link #untilNews} does. */
  public KernelLock.@Nullable Held await(BooleanSupplier news, long deadline) throws IOException {
    KernelLock.Held held = lock.tryAcquire();
    if (held != null) {
      return held;
    }
    Consumer<Boolean> event = FlightRecords.waiting(profile);
    for (int pauses = 0; pauses < FIRST_PAUSES; pauses++) {
      pause(Math.min(deadline - clock.nanos(), upToTwice(HOLDERS_START)));
      if (news.getAsBoolean()) {
        return ended(event, null);
      }
    }
    while (clock.nanos() - deadline < 0) {
      LockReleaseWait.State state = release(deadline);
      if (news.getAsBoolean()) {
        return ended(event, null);
      }
      held = state == LockReleaseWait.State.HELD ? null : lock.tryAcquire();
      if (held != null) {
        return ended(event, held);
      }
      step(state);
    }
    throw busy();
  }

  private LockReleaseWait.State release(long deadline) {
    try {
      return release.await(Math.max(1, Math.min(LOOK_PAUSE, deadline - clock.nanos())));
    } catch (InterruptedException e) {
      throw Interruption.kept();
    }
  }

  /* Several who saw the lock free must not keep each other from it. */
  private static void step(LockReleaseWait.State state) {
    switch (state) {
      case HELD -> {}
      case SEEN -> pause(SHORT_STEP + ThreadLocalRandom.current().nextLong(SHORT_STEP * 4));
      case UNKNOWN -> pause(upToTwice(LONG_STEP));
    }
  }

  private static long upToTwice(long nanos) {
    return nanos + ThreadLocalRandom.current().nextLong(nanos);
  }

  private static KernelLock.@Nullable Held ended(
      Consumer<Boolean> event, KernelLock.@Nullable Held held) {
    event.accept(held != null);
    return held;
  }

  /** Whether {@code now} tells of anything that {@code seen} did not. */
  public static boolean isNews(Snapshot seen, Snapshot now) {
    return seen.entry.generation() != now.entry.generation()
        || seen.entry.verdict() != now.entry.verdict()
        || !seen.entry.cooldown().equals(now.entry.cooldown());
  }

  /** Waits a moment for somebody to log in. */
  public void pauseForNews(long deadline) {
    pause(Math.min(NEWS_PAUSE, Math.max(1, deadline - clock.nanos())));
  }

  /** Waits out {@code cooldown} if it is short enough for a caller to wait; false if it is not. */
  public boolean pauseIfShort(Duration cooldown, long deadline) {
    long nanos = cooldown.toNanos();
    if (nanos > SHORT_COOLDOWN || clock.nanos() + nanos - deadline > 0) {
      return false;
    }
    pause(nanos);
    return true;
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(Math.max(1, nanos));
    } catch (InterruptedException e) {
      throw Interruption.kept();
    }
  }

  /** Waits for a lock that is free, so that the classes of a wait are loaded. */
  static void warmUp() {
    FlightRecords.warmUp();
    try {
      step(new LockReleaseWait(() -> true).await(SHORT_COOLDOWN));
    } catch (InterruptedException e) {
      throw Interruption.kept();
    }
  }

  /** What a caller is told whose deadline has passed. */
  public TokenException busy() {
    String holder = lock.visibleHolder();
    return TokenException.tryLater(
        holder == null
            ? "profile " + profile + ": the caller's wait has ended before its turn came"
            : "the refresh lock of profile " + profile + " is held by " + holder,
        1_000);
  }
}
