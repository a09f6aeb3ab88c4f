package dev.pawl.fleetdrills.crew;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordUpdate;
import dev.pawl.fleet.StoreReport;
import dev.pawl.fleet.VersionedRecord;
import dev.pawl.fleet.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A store whose first claim is won and whose next read, the last look before the first byte, waits
 * at a gate: there a drill kills, stops or cuts off the process.
 */
public final class StallingStore implements RecordStore {
  private static final Pattern CLAIM = Pattern.compile("\"state\"\\s*:\\s*\"spending\"");
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final RecordStore store;
  private final Path gates;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final AtomicBoolean passed = new AtomicBoolean();

  StallingStore(RecordStore store, Path gates) {
    this.store = store;
    this.gates = gates;
  }

  /** What shows that the process {@code pid} stands at the gate. */
  public static Path stalled(Path gates, long pid) {
    return gates.resolve("stalled-" + pid);
  }

  /** What lets it go on. */
  public static Path open(Path gates, long pid) {
    return gates.resolve("open-" + pid);
  }

  @Override
  public @Nullable VersionedRecord read(String profile) throws IOException {
    if (claimed.get() && passed.compareAndSet(false, true)) {
      stall();
    }
    return store.read(profile);
  }

  private void stall() throws IOException {
    long pid = ProcessHandle.current().pid();
    long end = System.nanoTime() + LONGEST_NANOS;
    Files.createFile(stalled(gates, pid));
    while (Files.notExists(open(gates, pid)) && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  @Override
  public Written compareAndSet(String profile, long version, RecordUpdate next) throws IOException {
    Written written = store.compareAndSet(profile, version, next);
    if (written.isApplied() && CLAIM.matcher(next.body()).find()) {
      claimed.set(true);
    }
    return written;
  }

  @Override
  public Iterable<String> profiles() throws IOException {
    return store.profiles();
  }

  @Override
  public Watch watch(Consumer<String> changed) {
    return store.watch(changed);
  }

  @Override
  public String place() {
    return store.place();
  }

  @Override
  public StoreReport report() {
    return store.report();
  }

  @Override
  public void close() {
    store.close();
  }
}
