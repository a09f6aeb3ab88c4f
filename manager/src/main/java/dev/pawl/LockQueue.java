package dev.pawl;

import dev.pawl.spi.TokenClock;
import dev.pawl.store.FileRefreshLock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where callers wait: for the refresh lock, for news, or for a short cooldown to pass. A waiter
 * looks at one word of memory often and asks the kernel for the lock seldom, so that many waiters
 * neither form a convoy nor burn the CPU (docs/adr/0005). Thread-safe.
 */
final class LockQueue {
  private static final long FIRST_PAUSE = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(8);
  private static final long LOCK_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long NEWS_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long SHORT_COOLDOWN = TimeUnit.SECONDS.toNanos(2);

  private final String profile;
  private final FileRefreshLock lock;
  private final TokenClock clock;

  LockQueue(String profile, FileRefreshLock lock, TokenClock clock) {
    this.profile = profile;
    this.lock = lock;
    this.clock = clock;
  }

  /**
   * The lock, or null as soon as there is anything newer than {@code seen}.
   *
   * @throws TokenException TRY_LATER naming the holder when {@code deadline} passes
   */
  FileRefreshLock.@Nullable Held untilNews(Snapshot seen, Supplier<Snapshot> look, long deadline)
      throws IOException {
    return await(() -> seen.isMoved() || isNews(seen, seen.again(look)), deadline);
  }

  /** The lock, whatever anybody publishes meanwhile; throws as {@link #untilNews} does. */
  FileRefreshLock.Held untilHeld(long deadline) throws IOException {
    FileRefreshLock.Held held = await(() -> false, deadline);
    if (held == null) {
      throw new IllegalStateException("without news, only the lock ends the wait");
    }
    return held;
  }

  private FileRefreshLock.@Nullable Held await(BooleanSupplier news, long deadline)
      throws IOException {
    Consumer<Boolean> event = null;
    long pause = FIRST_PAUSE;
    long tryAt = clock.nanos();
    while (true) {
      long now = clock.nanos();
      FileRefreshLock.Held held = now - tryAt >= 0 ? lock.tryAcquire() : null;
      if (held != null || news.getAsBoolean()) {
        return ended(event, held);
      }
      if (now - deadline >= 0) {
        throw busy();
      }
      if (now - tryAt >= 0) {
        tryAt = now + LOCK_PAUSE * 3 / 4 + ThreadLocalRandom.current().nextLong(LOCK_PAUSE / 2);
      }
      event = event == null ? Flight.waiting(profile) : event;
      pause(Math.min(pause, deadline - now));
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
  }

  private static FileRefreshLock.@Nullable Held ended(
      @Nullable Consumer<Boolean> event, FileRefreshLock.@Nullable Held held) {
    if (event != null) {
      event.accept(held != null);
    }
    return held;
  }

  /** Whether {@code now} tells of anything that {@code seen} did not. */
  static boolean isNews(Snapshot seen, Snapshot now) {
    return seen.entry.generation() != now.entry.generation()
        || seen.entry.verdict() != now.entry.verdict()
        || !seen.entry.cooldown().equals(now.entry.cooldown());
  }

  /** Waits a moment for somebody to log in. */
  void pauseForNews(long deadline) {
    pause(Math.min(NEWS_PAUSE, Math.max(1, deadline - clock.nanos())));
  }

  /** Waits out {@code cooldown} if it is short enough for a caller to wait; false if it is not. */
  boolean pauseIfShort(Duration cooldown, long deadline) {
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
      throw interrupted();
    }
  }

  /** The complaint of a caller who was interrupted; the interrupt is kept. */
  static TokenException interrupted() {
    Thread.currentThread().interrupt();
    return TokenException.tryLater("interrupted while waiting for a token", 1);
  }

  /** The complaint of a caller whose patience has ended. */
  TokenException busy() {
    return TokenException.tryLater(
        "profile " + profile + " is being refreshed by " + lock.holder(), 1_000);
  }
}
