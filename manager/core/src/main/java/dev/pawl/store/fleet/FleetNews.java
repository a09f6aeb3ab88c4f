package dev.pawl.store.fleet;

import dev.pawl.fleet.RecordStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to know that a record was written by anybody. One watch of the store serves all of a
 * process; what it tells is a hint, and everybody polls besides. Thread-safe.
 */
public final class FleetNews {
  private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();
  private final ReentrantLock starting = new ReentrantLock();
  private RecordStore.@Nullable Watch watch;
  private boolean closed;

  FleetNews() {}

  /** Ends what {@link FleetNews#listen} began. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Has {@code listener} run soon after each write of the record of {@code profile}, on a thread
   * that it must not keep.
   */
  public Subscription listen(RecordStore store, String profile, Runnable listener) {
    List<Runnable> all = listeners.computeIfAbsent(profile, name -> new CopyOnWriteArrayList<>());
    all.add(listener);
    start(store);
    return () -> all.remove(listener);
  }

  private void start(RecordStore store) {
    starting.lock();
    try {
      if (watch == null && !closed) {
        watch = store.watch(this::tell);
      }
    } finally {
      starting.unlock();
    }
  }

  private void tell(String profile) {
    for (Runnable listener : listeners.getOrDefault(profile, List.of())) {
      listener.run();
    }
  }

  /** Ends the watch. */
  void close() {
    starting.lock();
    try {
      closed = true;
      if (watch != null) {
        watch.close();
        watch = null;
      }
    } finally {
      starting.unlock();
    }
  }
}
