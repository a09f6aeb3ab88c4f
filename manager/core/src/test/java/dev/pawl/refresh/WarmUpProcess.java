package dev.pawl.refresh;

import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.lock.KernelLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A child JVM that warms up and then waits, for the first time, for a lock that is held. */
public final class WarmUpProcess {
  private WarmUpProcess() {}

  /** Loaded when the wait begins. */
  public static final class Begun {
    static void mark() {
      System.out.println("begun");
    }
  }

  /** Loaded when there are news. */
  public static final class Ended {
    static void mark(KernelLock.@Nullable Held held) {
      System.out.println(held == null ? "news" : "the lock");
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    KernelLock lock = new StateDirectory(Path.of(args[0])).lock("shared");
    TokenClock clock = TokenClock.system();
    LockQueue queue = new LockQueue("shared", lock, clock);
    WarmUp.start();
    for (Thread warmUp : named("pawl-warm-up")) {
      warmUp.join();
    }
    if (lock.tryAcquire() != null) {
      throw new IllegalStateException("nobody holds the lock");
    }
    BooleanSupplier news = Path.of(args[0], "news").toFile()::exists;
    long deadline = clock.nanos() + TimeUnit.MINUTES.toNanos(1);
    Thread waiting = new Thread(() -> await(queue, news, deadline));
    waiting.start();
    while (named("pawl-waiter").isEmpty()) {
      Thread.onSpinWait(); // here, and not in Eventually: no class of ours may be loaded by now
    }
    System.out.println("waiting");
    waiting.join();
  }

  /** The threads of that name that are alive. */
  private static List<Thread> named(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .toList();
  }

  private static void await(LockQueue queue, BooleanSupplier news, long deadline) {
    Begun.mark();
    try {
      Ended.mark(queue.await(news, deadline));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
