package dev.pawl.fleetdrills.ground;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordStoreProvider;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleet.VersionedRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A real store of this run's own. For one thread, but for {@link #read}. */
public abstract class Engine implements AutoCloseable {
  /** The engines that there are. */
  public static final List<String> NAMES = List.of("postgres", "etcd");

  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Duration CALL = Duration.ofSeconds(5);

  private @Nullable RecordStore store;

  /**
   * Starts one.
   *
   * @param address where it listens
   * @param scratch where it may keep what it needs; deleted by others
   * @throws MissingException if this machine has no such store
   */
  public static Engine start(String name, String address, Path scratch) throws IOException {
    return switch (name) {
      case "postgres" -> PostgresEngine.start(address, scratch);
      case "etcd" -> EtcdEngine.start(address, scratch);
      default -> throw new IllegalArgumentException("no engine " + name);
    };
  }

  /** Returns the URL that hosts reach it by. */
  public abstract String url();

  /** Kills all of it by {@code kill -9}. */
  public abstract void kill() throws IOException;

  /** Starts again what was killed, with its data; it answers then. */
  public abstract void startAgain() throws IOException;

  /** Kills by {@code kill -9} the member that leads, and sees to it that another takes over. */
  public abstract void killLeader() throws IOException;

  /** Returns what opens such stores. */
  abstract RecordStoreProvider provider();

  /** Returns the record of {@code profile}; null if there is none. */
  public final synchronized @Nullable String read(String profile) throws IOException {
    RecordStore open = store;
    if (open == null) {
      open = provider().open(new StoreAddress(url(), () -> null, null, null, false, CALL));
      store = open;
    }
    VersionedRecord found = open.read(profile);
    return found == null ? null : found.body();
  }

  /** Waits until it answers. */
  final void await() throws IOException {
    long end = System.nanoTime() + START_NANOS;
    while (true) {
      try {
        provider().initialize(StoreAddress.of(url()));
        return;
      } catch (IOException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  @Override
  public void close() throws IOException {
    RecordStore open = store;
    if (open != null) {
      open.close();
    }
  }
}
