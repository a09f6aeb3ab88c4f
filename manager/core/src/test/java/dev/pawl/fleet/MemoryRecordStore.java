package dev.pawl.fleet;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in the memory of this JVM. Each object is one host's connection to records that several
 * share, and can be cut off, lose answers, and have writes applied late. Thread-safe.
 */
public final class MemoryRecordStore implements RecordStore {
  private final Records records;
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger answersToLose = new AtomicInteger();
  private final AtomicInteger writesToHold = new AtomicInteger();
  private final ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Runnable> beforeRead = new AtomicReference<>();
  private final AtomicReference<@Nullable Runnable> beforeWrite = new AtomicReference<>();
  private volatile boolean away;
  private volatile boolean closed;

  /** A connection to records of its own, of which there is none. */
  public MemoryRecordStore() {
    this(new Records());
  }

  private MemoryRecordStore(Records records) {
    this.records = records;
  }

  /** Another connection to the same records, as another host has one. */
  public MemoryRecordStore connection() {
    return new MemoryRecordStore(records);
  }

  /** From now on this connection reaches nothing, or all again. Its watches tell nothing then. */
  public void away(boolean cut) {
    away = cut;
  }

  /** The next {@code count} writes of this connection are applied, and their answers lost. */
  public void loseAnswers(int count) {
    answersToLose.set(count);
  }

  /** The next {@code count} writes of this connection fail, and are applied by {@link #deliver}. */
  public void holdWrites(int count) {
    writesToHold.set(count);
  }

  /** Applies the writes that are held, in their order, each if it still fits. */
  public void deliver() {
    for (Runnable write = held.poll(); write != null; write = held.poll()) {
      write.run();
    }
  }

  /** Does {@code action} once, right before the next read of this connection. */
  public void beforeRead(Runnable action) {
    beforeRead.set(action);
  }

  /** Does {@code action} once, right before the next write of this connection. */
  public void beforeWrite(Runnable action) {
    beforeWrite.set(action);
  }

  /** The returned action takes all records back to what they are now: a store that lost writes. */
  public Runnable restorePoint() {
    return records.restorePoint();
  }

  /** How often this connection was read. */
  public int reads() {
    return reads.get();
  }

  /** How often this connection was written, applied or not. */
  public int writes() {
    return writes.get();
  }

  @Override
  public @Nullable VersionedRecord read(String profile) throws IOException {
    once(beforeRead);
    reached();
    reads.incrementAndGet();
    return records.read(profile);
  }

  @Override
  public Written compareAndSet(String profile, long version, RecordUpdate next) throws IOException {
    once(beforeWrite);
    reached();
    writes.incrementAndGet();
    if (taken(writesToHold)) {
      held.add(() -> records.compareAndSet(profile, version, next));
      throw new IOException("memory: the answer did not come in time");
    }
    Written written = records.compareAndSet(profile, version, next);
    if (taken(answersToLose)) {
      throw new IOException("memory: the connection broke while it waited for the answer");
    }
    return written;
  }

  @Override
  public Iterable<String> profiles() throws IOException {
    reached();
    return records.profiles();
  }

  @Override
  public Watch watch(Consumer<String> changed) {
    return records.watch(
        profile -> {
          if (!away && !closed) {
            tell(changed, profile);
          }
        });
  }

  private static void tell(Consumer<String> changed, String profile) {
    try {
      changed.accept(profile);
    } catch (RuntimeException e) {
      // the listener's own mistake; it is told again
    }
  }

  @Override
  public String place() {
    return "memory";
  }

  @Override
  public StoreReport report() {
    List<String> problems = away ? List.of("memory: no route; mend the network") : List.of();
    return new StoreReport(Map.of("engine", "memory"), problems);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void reached() throws IOException {
    if (closed) {
      throw new IOException("memory: the store is closed");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("memory: interrupted");
    }
    if (away) {
      throw new IOException("memory: no route; mend the network");
    }
  }

  private static void once(AtomicReference<@Nullable Runnable> action) {
    Runnable now = action.getAndSet(null);
    if (now != null) {
      now.run();
    }
  }

  private static boolean taken(AtomicInteger left) {
    return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }

  private record Entry(VersionedRecord record, @Nullable String print) {}

  /** What all connections share. */
  private static final class Records {
    private final Map<String, Entry> entries = new HashMap<>();
    private final List<Consumer<String>> watches = new CopyOnWriteArrayList<>();
    private long revision;

    private synchronized @Nullable VersionedRecord read(String profile) {
      Entry entry = entries.get(profile);
      return entry == null ? null : entry.record();
    }

    private Written compareAndSet(String profile, long version, RecordUpdate next) {
      Written written = write(profile, version, next);
      if (written.isApplied()) {
        watches.forEach(watch -> ForkJoinPool.commonPool().execute(() -> watch.accept(profile)));
      }
      return written;
    }

    private synchronized Written write(String profile, long version, RecordUpdate next) {
      Entry entry = entries.get(profile);
      if ((entry == null ? 0 : entry.record().version()) != version) {
        return Written.CONFLICT;
      }
      if (next.print() != null && isTaken(profile, next.print())) {
        return Written.PRINT_TAKEN;
      }
      revision++;
      entries.put(profile, new Entry(new VersionedRecord(revision, next.body()), next.print()));
      return Written.applied(revision);
    }

    private boolean isTaken(String profile, String print) {
      return entries.entrySet().stream()
          .filter(entry -> !entry.getKey().equals(profile))
          .anyMatch(entry -> Objects.equals(entry.getValue().print(), print));
    }

    private synchronized Set<String> profiles() {
      return Set.copyOf(entries.keySet());
    }

    private synchronized Runnable restorePoint() {
      Map<String, Entry> then = new HashMap<>(entries);
      long revisionThen = revision;
      return () -> restore(then, revisionThen);
    }

    private synchronized void restore(Map<String, Entry> then, long revisionThen) {
      entries.clear();
      entries.putAll(then);
      revision = revisionThen;
    }

    private Watch watch(Consumer<String> changed) {
      watches.add(changed);
      return () -> watches.remove(changed);
    }
  }
}
