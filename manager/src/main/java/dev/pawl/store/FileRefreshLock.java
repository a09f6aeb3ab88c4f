package dev.pawl.store;

import dev.pawl.spi.FileIdentity;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The refresh lock: one byte of the one lock file of a state directory, held through the kernel.
 *
 * <p>The kernel frees it when its holder dies, so no age, heartbeat or process number decides
 * anything. Closing <em>any</em> descriptor of the file drops every lock of the process (POSIX), so
 * this class alone opens it, once in a JVM, and never closes it. {@link #tryAcquire} does not block
 * and ignores interrupts. Thread-safe.
 */
public final class FileRefreshLock {
  /** Below every profile's byte: guards the cache table and the state directory's own files. */
  static final long TABLE = 0;

  /** Above every profile's byte: 1,024 for each issuer. */
  static final long PERMITS = (1L << 62) + 1;

  /** Above every permit's byte: whoever has a person log in. */
  static final long LOGIN = 7L << 60;

  /* The gate of the JVM. It lives among the system properties because two class loaders may each
   * have loaded this class, and must still share one descriptor: path -> (channel, file key), and
   * path + position -> semaphore, JDK types only. */
  private static final String GATE = "dev.pawl.lock.gate";

  private final Path file;
  private final long position;

  private FileRefreshLock(Path file, long position) {
    this.file = file;
    this.position = position;
  }

  /** The lock of {@code profile}. */
  static FileRefreshLock of(Path file, String profile) {
    long hash = ByteBuffer.wrap(Fingerprint.sha256(profile)).getLong();
    return new FileRefreshLock(file, 1 + (hash >>> 2));
  }

  /** The lock of the cache table. Taken after a profile's lock, never before. */
  static FileRefreshLock ofTable(Path file) {
    return new FileRefreshLock(file, TABLE);
  }

  /**
   * Permit {@code number} to spend at {@code issuer}: a byte above those of all profiles, held
   * while a request is under way. Taken after a profile's lock, never waited for with it.
   */
  static FileRefreshLock ofPermit(Path file, String issuer, int number) {
    long hash = ByteBuffer.wrap(Fingerprint.sha256(issuer)).getLong();
    return new FileRefreshLock(file, PERMITS + ((hash >>> 13) << 10) + number);
  }

  /** The lock of whoever has a person log in. Taken before a profile's lock, never after. */
  static FileRefreshLock ofLogin(Path file) {
    return new FileRefreshLock(file, LOGIN);
  }

  /** Which byte of the lock file it is. */
  public long position() {
    return position;
  }

  /**
   * Takes the lock if it is free in this JVM and in all others.
   *
   * @return null if somebody holds it
   * @throws IOException if the lock file cannot be opened or the file system refuses locks
   */
  public @Nullable Held tryAcquire() throws IOException {
    String key = file + "#" + position;
    Semaphore closed = new Semaphore(0);
    Object other = gate().putIfAbsent(key, closed);
    Semaphore gate = other == null ? closed : (Semaphore) other;
    if (other != null && !(gate.tryAcquire() && gate().get(key) == gate)) {
      return null;
    }
    FileLock lock = null;
    try {
      lock = lockCurrentFile();
      return lock == null ? null : new Held(lock, () -> open(key, gate));
    } finally {
      if (lock == null) {
        open(key, gate);
      }
    }
  }

  /**
   * Waits in the kernel's queue until nobody holds the lock; holds nothing when it returns. The
   * kernel wakes all who wait at once. The thread must be one that nobody interrupts: an interrupt
   * would drop every lock of the JVM.
   *
   * @return false if this thread cannot wait there, so that the lock must be tried now and then:
   *     another thread of this JVM waits already, or the kernel takes processes that wait for each
   *     other's profiles for a deadlock
   * @throws IOException if the lock file cannot be opened
   */
  public boolean awaitRelease() throws IOException {
    FileChannel channel = opened().getKey();
    try {
      channel.lock(position, 1, true).release();
      return true;
    } catch (OverlappingFileLockException | IOException e) {
      return false;
    }
  }

  /* Nothing is left of a gate that is open, since there may be very many profiles. First removed,
   * then released: who has got hold of it before finds that it is no gate any more. */
  private static void open(String key, Semaphore gate) {
    gate().remove(key, gate);
    gate.release();
  }

  /**
   * Who holds the lock, for people: "process 4711", or that the system does not tell; null if
   * nobody is seen to.
   */
  public @Nullable String visibleHolder() {
    return LockHolder.visible(file, position);
  }

  /** Who holds the lock, for people: "process 4711", or that the holder is not visible. */
  public String holder() {
    return LockHolder.describe(file, position);
  }

  private @Nullable FileLock lockCurrentFile() throws IOException {
    for (int attempt = 0; attempt < 3; attempt++) {
      Map.Entry<FileChannel, Long> opened = opened();
      FileLock lock = tryLock(opened.getKey());
      if (lock == null || opened.getValue() == FileIdentity.of(file).key()) {
        return lock;
      }
      /* The file at the path is another one than the one opened: somebody deleted it. What was
       * locked protects nothing, and closing that channel drops locks on the lost file only. */
      lock.release();
      gate().remove(file.toString(), opened);
    }
    throw new StoreException(file, "is being replaced again and again; it must never be deleted");
  }

  private @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(position, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    } catch (IOException e) {
      throw new StoreException(file, "cannot be locked", e);
    }
  }

  @SuppressWarnings("unchecked")
  private Map.Entry<FileChannel, Long> opened() throws IOException {
    try {
      /* Opened inside the map, so that there is never a second descriptor to be closed. */
      return (Map.Entry<FileChannel, Long>)
          gate()
              .compute(
                  file.toString(),
                  (path, old) ->
                      old != null && isOpen((Map.Entry<FileChannel, Long>) old) ? old : open());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isOpen(Map.Entry<FileChannel, Long> entry) {
    return entry.getKey().isOpen();
  }

  private Map.Entry<FileChannel, Long> open() {
    try {
      DurableFile.create(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return Map.entry(channel, FileIdentity.of(file).key());
    } catch (StoreException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(new StoreException(file, "cannot be opened", e));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> gate() {
    return (Map<String, Object>)
        System.getProperties().computeIfAbsent(GATE, key -> new ConcurrentHashMap<>());
  }

  /** The lock, held. Any thread may let it go; letting go twice does nothing. */
  public static final class Held implements AutoCloseable {
    private final FileLock lock;
    private final Runnable gate;
    private boolean released;

    private Held(FileLock lock, Runnable gate) {
      this.lock = lock;
      this.gate = gate;
    }

    @Override
    public synchronized void close() throws IOException {
      if (released) {
        return;
      }
      released = true;
      try {
        lock.release();
      } finally {
        gate.run();
      }
    }
  }
}
