package dev.pawl.fleets;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordUpdate;
import dev.pawl.fleet.StoreReport;
import dev.pawl.fleet.VersionedRecord;
import dev.pawl.fleet.Written;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The store as a process sees it that dies at one of its calls, as by {@code kill -9}: no hook
 * runs, no stream is flushed.
 */
final class Halting implements RecordStore {
  private final RecordStore store;
  private final Point point;
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();

  /** A call of one refresh, in the order in which they come. */
  enum Point {
    BEFORE_THE_CLAIM,
    AFTER_THE_CLAIM,
    BEFORE_THE_LAST_LOOK,
    AFTER_THE_LAST_LOOK,
    BEFORE_THE_PAIR_IS_COMPARED,
    BEFORE_THE_PAIR_IS_SAVED,
    AFTER_THE_PAIR_IS_SAVED
  }

  Halting(RecordStore store, Point point) {
    this.store = store;
    this.point = point;
  }

  @Override
  public @Nullable VersionedRecord read(String profile) throws IOException {
    int read = reads.incrementAndGet();
    haltIf(read == 2 && point == Point.BEFORE_THE_LAST_LOOK);
    haltIf(read == 3 && point == Point.BEFORE_THE_PAIR_IS_COMPARED);
    VersionedRecord found = store.read(profile);
    haltIf(read == 2 && point == Point.AFTER_THE_LAST_LOOK);
    return found;
  }

  @Override
  public Written compareAndSet(String profile, long version, RecordUpdate next) throws IOException {
    int write = writes.incrementAndGet();
    haltIf(write == 1 && point == Point.BEFORE_THE_CLAIM);
    haltIf(write == 2 && point == Point.BEFORE_THE_PAIR_IS_SAVED);
    Written written = store.compareAndSet(profile, version, next);
    haltIf(write == 1 && point == Point.AFTER_THE_CLAIM);
    haltIf(write == 2 && point == Point.AFTER_THE_PAIR_IS_SAVED);
    return written;
  }

  private static void haltIf(boolean here) {
    if (here) {
      Runtime.getRuntime().halt(HaltedRefresh.HALTED);
    }
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
