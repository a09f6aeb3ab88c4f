package dev.pawl.lock;

import dev.pawl.file.StoreException;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The refresh lock: one byte of the one lock file of a state directory, held through the kernel.
 *
 * <p>The kernel frees it when its holder dies, so no age, heartbeat or process number decides
 * anything. Closing <em>any</em> descriptor of the file drops every lock of the process (POSIX), so
 * only a {@link LockFile} opens it, once for each class loader, and is never closed. {@link
 * #tryAcquire} does not block and ignores interrupts. Thread-safe.
 */
public final class KernelLock {
  /** Below every profile's byte: guards the cache table and the state directory's own files. */
  static final long TABLE = 0;

  /** Above every profile's byte: 1,024 for each issuer. */
  static final long PERMITS = (1L << 62) + 1;

  /** Above every permit's byte: whoever has a person log in. */
  static final long LOGIN = 7L << 60;

  /* Who may try: path + position -> semaphore. Between class loaders the JVM's own table of locks
   * decides, which knows a file by device and inode (docs/adr/0032). */
  private static final ConcurrentMap<String, Semaphore> GATES = new ConcurrentHashMap<>();

  private static final ConcurrentMap<Path, LockFile> FILES = new ConcurrentHashMap<>();

  private final Path file;
  private final long position;

  private KernelLock(Path file, long position) {
    this.file = file;
    this.position = position;
  }

  /** The lock of {@code profile}. */
  public static KernelLock of(Path file, String profile) {
    long hash = ByteBuffer.wrap(Fingerprint.sha256(profile)).getLong();
    return new KernelLock(file, 1 + (hash >>> 2));
  }

  /** The lock of the cache table. Taken after a profile's lock, never before. */
  public static KernelLock ofTable(Path file) {
    return new KernelLock(file, TABLE);
  }

  /**
   * Permit {@code number} to spend at {@code issuer}: a byte above those of all profiles, held
   * while a request is under way. Taken after a profile's lock, never waited for with it.
   */
  public static KernelLock ofPermit(Path file, String issuer, int number) {
    long hash = ByteBuffer.wrap(Fingerprint.sha256(issuer)).getLong();
    return new KernelLock(file, PERMITS + ((hash >>> 13) << 10) + number);
  }

  /** The lock of whoever has a person log in. Taken before a profile's lock, never after. */
  public static KernelLock ofLogin(Path file) {
    return new KernelLock(file, LOGIN);
  }

  /**
   * The lock by which others see that the process lives that made {@code file}, in a directory of
   * its own.
   */
  public static KernelLock ofLife(Path file) {
    return new KernelLock(file, TABLE);
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
    Semaphore other = GATES.putIfAbsent(key, closed);
    Semaphore gate = other == null ? closed : other;
    if (other != null && !(gate.tryAcquire() && GATES.get(key) == gate)) {
      return null;
    }
    Locked locked = null;
    try {
      locked = lockCurrentFile();
      return locked == null ? null : new Held(this, locked, () -> open(key, gate));
    } finally {
      if (locked == null) {
        open(key, gate);
      }
    }
  }

  /**
   * Waits in the kernel's queue until nobody holds the lock; holds nothing when it returns. The
   * kernel wakes all who wait at once. The thread must be one that nobody can interrupt: an
   * interrupt would drop every lock of the JVM.
   *
   * @return false if this thread cannot wait there, so that the lock must be tried now and then:
   *     another thread of this JVM waits already, or the kernel takes processes that wait for each
   *     other's profiles for a deadlock
   * @throws IOException if the lock file cannot be opened
   */
  public boolean awaitRelease() throws IOException {
    FileChannel channel = opened().channel();
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
    GATES.remove(key, gate);
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

  private @Nullable Locked lockCurrentFile() throws IOException {
    for (int attempt = 0; attempt < 3; attempt++) {
      LockFile opened = opened();
      FileLock lock = tryLock(opened.channel());
      if (lock == null) {
        return null;
      }
      if (opened.isAt(file)) {
        return new Locked(lock, opened);
      }
      /* The file at the path is another one than the one opened: somebody deleted it. What was
       * locked protects nothing. */
      lock.release();
      FILES.remove(file, opened);
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

  private LockFile opened() throws IOException {
    try {
      /* Opened inside the map, so that two threads do not open two. */
      return FILES.compute(
          file, (path, old) -> old != null && old.channel().isOpen() ? old : open(path));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static LockFile open(Path path) {
    try {
      return LockFile.open(path);
    } catch (StoreException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(new StoreException(path, "cannot be opened", e));
    }
  }

  private record Locked(FileLock lock, LockFile opened) {
    boolean isValid(Path file) throws IOException {
      return lock.isValid() && opened.isAt(file);
    }
  }

  /** The lock, held. Any thread may let it go; letting go twice does nothing. */
  public static final class Held implements AutoCloseable {
    private final KernelLock place;
    private final Runnable gate;
    private Locked locked;
    private boolean released;

    private Held(KernelLock place, Locked locked, Runnable gate) {
      this.place = place;
      this.locked = locked;
      this.gate = gate;
    }

    /**
     * Whether it still keeps everybody else away: its channel is open, and the file that it locks
     * is the one at the path.
     *
     * @throws IOException if the file at the path cannot be looked at
     */
    public synchronized boolean isValid() throws IOException {
      return !released && locked.isValid(place.file);
    }

    /**
     * Takes the lock once more if it was lost.
     *
     * @return false if somebody else holds it by now
     * @throws IOException if the lock file cannot be opened
     */
    public synchronized boolean regain() throws IOException {
      if (released || locked.isValid(place.file)) {
        return !released;
      }
      if (!locked.opened().isAt(place.file)) {
        FILES.remove(place.file, locked.opened()); // what it locks there is this very lock
      }
      Locked again = place.lockCurrentFile();
      if (again == null) {
        return false;
      }
      try {
        locked.lock().release();
      } catch (ClosedChannelException e) {
        // that is how it was lost
      }
      locked = again;
      return true;
    }

    @Override
    public synchronized void close() throws IOException {
      if (released) {
        return;
      }
      released = true;
      try {
        locked.lock().release();
      } catch (ClosedChannelException e) {
        // it was lost, and lets nothing go any more
      } finally {
        gate.run();
      }
    }
  }
}
