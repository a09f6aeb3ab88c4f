package dev.pawl.cache.table;

import dev.pawl.cache.slot.Derived;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.directory.StateDirectory;
import dev.pawl.lock.KernelLock;
import dev.pawl.lock.LockReleaseWait;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All that a process does with a table, again and again, under the locks that the manager takes: it
 * opens, claims, reads, publishes and closes. Says which step comes next, so that it can be killed
 * there, and complains of whatever is torn, wrong or slow.
 */
final class TableLife {
  static final Geometry GEOMETRY = new Geometry(20_000, 1024);
  static final int PROFILES = 6;

  private static final long HUNG = TimeUnit.SECONDS.toNanos(2);
  private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(60);

  private final TableEngine engine;
  private final StateDirectory directory;
  private final Path path;
  private final Random random;

  private TableLife(TableEngine engine, Path directory, int seed) {
    this.engine = engine;
    this.directory = new StateDirectory(directory);
    this.path = directory.resolve("cache");
    this.random = new Random(seed);
  }

  static void live(TableEngine engine, Path directory, int seed) throws IOException {
    if (engine == TableEngine.CHRONICLE) {
      ChronicleTable.awaitReady(Duration.ofMinutes(2));
    }
    TableLife life = new TableLife(engine, directory, seed);
    for (int round = 0; ; round++) {
      life.round("new-" + seed + "-" + round);
    }
  }

  private void round(String fresh) throws IOException {
    say("open");
    try (SharedCache table = timed("open", this::open)) {
      String known = "p" + random.nextInt(PROFILES);
      for (String profile : new String[] {known, fresh}) {
        say("claim");
        TokenSlot slot = timed("claim", () -> slot(table, profile));
        if (slot != null) {
          say("read");
          timed("read", () -> check(slot.read()));
          say("publish");
          publish(profile, slot);
        }
      }
    }
  }

  private SharedCache open() throws IOException {
    try {
      return engine.open(path);
    } catch (IOException e) {
      return locked(directory.tableLock(), () -> engine.openOrCreate(path, geometry()));
    }
  }

  private Geometry geometry() {
    return engine == TableEngine.MAPPED
        ? new Geometry(Geometry.MAX_MAPPED, GEOMETRY.valueBytes())
        : GEOMETRY;
  }

  private @Nullable TokenSlot slot(SharedCache table, String profile) throws IOException {
    TokenSlot found = table.find(profile);
    if (found != null) {
      return found;
    }
    return locked(
        directory.tableLock(),
        () -> {
          try {
            return table.claim(profile);
          } catch (DamagedTableException e) {
            engine.openOrCreate(path, geometry()).close();
            return null;
          } catch (IOException e) {
            return null; // full, or replaced meanwhile
          }
        });
  }

  private void publish(String profile, TokenSlot slot) throws IOException {
    locked(
        directory.lock(profile),
        () -> {
          TokenSlot.Reading last = slot.read();
          long generation = last == null ? 1 : last.record().generation() + 1;
          timed("publish", () -> slot.publish(Derived.record(generation, GEOMETRY.valueBytes())));
          TokenSlot.Reading now = check(slot.read());
          if (now != null && now.record().generation() != generation) {
            say("WRONG generation " + now.record().generation() + " instead of " + generation);
          }
          return slot;
        });
  }

  private static TokenSlot.@Nullable Reading check(TokenSlot.@Nullable Reading reading) {
    if (reading != null && !Derived.isWhole(reading.record(), GEOMETRY.valueBytes())) {
      say("TORN " + reading.record().generation());
    }
    return reading;
  }

  private interface Step<T extends @Nullable Object> {
    T run() throws IOException;
  }

  /* The wait for a lock is another process's time: only what is done under it counts. */
  private static <T extends @Nullable Object> T locked(KernelLock lock, Step<T> step)
      throws IOException {
    LockReleaseWait release = new LockReleaseWait(lock::awaitRelease);
    long deadline = System.nanoTime() + TIMEOUT;
    while (System.nanoTime() - deadline < 0) {
      try (KernelLock.Held held = lock.tryAcquire()) {
        if (held != null) {
          return timed("under lock", step);
        }
      }
      await(release, deadline - System.nanoTime());
    }
    throw new IOException("HUNG waiting for a lock");
  }

  private static void await(LockReleaseWait release, long nanos) throws IOException {
    try {
      LockReleaseWait.State unused = release.await(Math.max(1, nanos));
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while waiting for a lock");
    }
  }

  private static <T extends @Nullable Object> T timed(String name, Step<T> step)
      throws IOException {
    long begun = System.nanoTime();
    T result = step.run();
    long took = System.nanoTime() - begun;
    if (took > HUNG) {
      say("HUNG " + name + " " + took / 1_000_000 + " ms");
    }
    return result;
  }

  private static void say(String what) {
    System.out.println(what);
    System.out.flush();
  }
}
