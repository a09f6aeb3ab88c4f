package dev.pawl.store;

import dev.pawl.json.JsonException;
import dev.pawl.spi.FileIdentity;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantFormat.Parent;
import dev.pawl.store.GrantFormat.Stored;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The grant of one profile in a private file, replaced in one step or not at all.
 *
 * <p>Beside {@code NAME.json} lie {@code NAME.json.next}, the successor while it is being saved,
 * and {@code NAME.json.copy}, the last good copy. A file that refuses a rename (a bind mount) is
 * overwritten from the complete successor, which stays until that is done and is rolled forward by
 * the next holder of the lock. Only {@link #peek} and {@link #identity} may be called without the
 * profile's refresh lock.
 */
public final class FileStore {
  /** Room for an answer that is far bigger than any seen, reserved before each spend. */
  private static final int ROOM = 32 << 10;

  private final Path file;
  private final Path next;
  private final Path copy;

  private FileIdentity known = FileIdentity.ABSENT;

  FileStore(Path file) {
    this.file = file;
    this.next = file.resolveSibling(file.getFileName() + ".next");
    this.copy = file.resolveSibling(file.getFileName() + ".copy");
  }

  /** Writes and reads {@code grant} in memory, so that the first real use is not slow. */
  public static void rehearse(Grant grant) throws IOException {
    byte[] bytes = GrantFormat.write(grant, Parent.of(grant));
    if (!GrantFormat.isComplete(bytes) || !GrantFormat.read(bytes).sealed()) {
      throw new IllegalStateException("what was written cannot be read");
    }
  }

  /** Where the grant lies. */
  public Path file() {
    return file;
  }

  /**
   * Which file was read by the last {@link #open} or written since: unlike a later look at the disk
   * it cannot belong to somebody else's change.
   */
  public FileIdentity known() {
    return known;
  }

  /** Which file stands there now, without reading it. */
  public FileIdentity identity() throws IOException {
    return FileIdentity.of(file);
  }

  /**
   * The grant as it stands; null if there is none.
   *
   * @throws DamagedFileException if the file cannot be understood, or is empty as in the middle of
   *     a replacement in place: only {@link #open} can tell
   */
  public @Nullable Grant peek() throws IOException {
    Seen seen = see();
    return seen == null ? null : seen.grant();
  }

  /** As {@link #peek}, and whether Pawl wrote it. */
  public @Nullable Seen see() throws IOException {
    byte[] bytes = DurableFile.read(file);
    if (bytes == null) {
      return null;
    }
    Stored stored = parse(file, bytes);
    return new Seen(stored.grant(), stored.sealed());
  }

  /**
   * The grant, after finishing what a crash interrupted and mending what others broke: a complete
   * successor is rolled forward, a damaged file is moved aside and replaced by the last good copy,
   * a change by another tool becomes a generation of its own unless it brings back a token that was
   * spent already.
   *
   * @param floor the newest generation known from elsewhere
   * @param spent which refresh tokens must not come back
   */
  public Opened open(long floor, Predicate<Fingerprint> spent) throws IOException {
    known = identity();
    byte[] bytes = DurableFile.read(file);
    Stored successor = complete();
    if (bytes == null || (bytes.length == 0 && successor == null && lastGoodCopy() == null)) {
      return new Opened(null, successor == null ? null : successor.grant(), null);
    }
    Stored stored;
    try {
      stored = parse(file, bytes);
    } catch (DamagedFileException e) {
      return successor == null
          ? mend(kept(bytes, e), floor, spent)
          : rollForward(successor, kept(bytes, e));
    }
    if (successor != null && successor.parent().equals(Parent.of(stored.grant()))) {
      return rollForward(successor, null);
    }
    return new Mending(stored.grant(), stored.sealed(), floor)
        .opened(spent, orphan(successor, stored.grant()));
  }

  private static @Nullable Grant orphan(@Nullable Stored successor, Grant stored) {
    if (successor == null || successor.grant().tokens().equals(stored.tokens())) {
      return null;
    }
    return successor.grant();
  }

  /* The copy follows at once: an older one would bring back a refresh token that was spent. */
  private Opened rollForward(Stored successor, @Nullable String note) throws IOException {
    install();
    if (successor.grant().isTombstone()) {
      DurableFile.delete(copy);
    } else {
      keepCopy(successor.grant());
    }
    return new Opened(successor.grant(), null, note);
  }

  /* An empty file is what a crash leaves of a replacement in place: nothing to be kept. */
  private @Nullable String kept(byte[] damaged, DamagedFileException why) throws IOException {
    if (damaged.length == 0) {
      return null;
    }
    Path aside = Quarantine.keep(file, damaged);
    return why.getMessage() + "; it was kept as " + aside.getFileName();
  }

  /* Without a good copy nobody is logged in: a login or logout must not fail for that. A copy that
   * is older than what was published may hold a spent token, as any backup may. */
  private Opened mend(@Nullable String aside, long floor, Predicate<Fingerprint> spent)
      throws IOException {
    String what = aside == null ? file + " was empty" : aside;
    Stored good = lastGoodCopy();
    if (good == null) {
      forget();
      return new Opened(null, null, what + " and there is no good copy; log in again");
    }
    overwrite(good.grant(), Parent.NONE);
    Opened mended = new Mending(good.grant(), true, floor).opened(spent, null);
    return new Opened(mended.grant(), null, what);
  }

  /* What it held is kept aside; what is left here must not be found damaged again and again. */
  private void forget() throws IOException {
    try {
      DurableFile.delete(file);
    } catch (IOException refused) {
      try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
        out.setLength(0);
      }
    }
  }

  /** What the store made of a grant that others may have touched. */
  private final class Mending {
    private final Grant grant;
    private final boolean sealed;
    private final long floor;

    Mending(Grant grant, boolean sealed, long floor) {
      this.grant = grant;
      this.sealed = sealed;
      this.floor = floor;
    }

    Opened opened(Predicate<Fingerprint> spent, @Nullable Grant orphan) throws IOException {
      Stored good = lastGoodCopy();
      long newest = Math.max(floor, good == null ? 0 : good.grant().generation());
      boolean stale = grant.generation() < newest;
      if (sealed && !stale) {
        return new Opened(grant, orphan, null);
      }
      Fingerprint fingerprint = grant.tokens().fingerprint();
      boolean burnt = fingerprint != null && spent.test(fingerprint) && !same(good, fingerprint);
      if (burnt && good != null && !good.grant().isTombstone()) {
        overwrite(good.grant(), Parent.of(grant));
        return new Opened(
            good.grant(), orphan, file + " held a refresh token that was spent before; mended");
      }
      long generation = Math.max(newest, grant.generation()) + 1;
      Grant foreign = grant.next(generation, Grant.Origin.FOREIGN, grant.tokens());
      overwrite(foreign, Parent.of(grant));
      keepCopy(foreign);
      return new Opened(foreign, orphan, file + " was changed by another tool; adopted");
    }

    private boolean same(@Nullable Stored good, Fingerprint fingerprint) {
      return good != null && fingerprint.equals(good.grant().tokens().fingerprint());
    }
  }

  /**
   * Proves that a successor can be saved: reserves its bytes on the disk.
   *
   * @throws StoreException naming the file and the remedy, before anything was spent
   */
  public void prepare() throws IOException {
    try {
      byte[] present = DurableFile.read(file);
      DurableFile.reserve(next, ROOM + (present == null ? 0 : present.length));
      writable();
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(next, "cannot be saved to", e);
    }
  }

  /** A directory may be writable and the file in it not: a read-only bind mount. */
  private void writable() throws IOException {
    if (!FileIdentity.of(file).equals(FileIdentity.ABSENT)) {
      new RandomAccessFile(file.toFile(), "rw").close();
    }
  }

  /**
   * Saves {@code successor} if the stored grant is still {@code parent}, generation and refresh
   * token; it is on the disk when this returns true.
   *
   * @return false if the store has moved on: then nothing was changed
   */
  public boolean save(Grant successor, Grant parent) throws IOException {
    write(successor, Parent.of(parent));
    if (!isStored(parent)) {
      return false;
    }
    install();
    return true;
  }

  /** Saves {@code grant} over whatever is there: a login or a logout. */
  public void replace(Grant grant, @Nullable Grant present) throws IOException {
    write(grant, present == null ? Parent.NONE : Parent.of(present));
    install();
  }

  private void overwrite(Grant grant, Parent parent) throws IOException {
    DurableFile.create(next);
    write(grant, parent);
    install();
  }

  private void write(Grant grant, Parent parent) throws IOException {
    try {
      DurableFile.create(next);
      DurableFile.write(next, GrantFormat.write(grant, parent));
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(next, "cannot be written", e);
    }
  }

  private boolean isStored(Grant parent) throws IOException {
    byte[] bytes = DurableFile.read(file);
    if (bytes == null) {
      return false;
    }
    try {
      Parent present = Parent.of(parse(file, bytes).grant());
      return present.equals(Parent.of(parent));
    } catch (DamagedFileException e) {
      return true; // what cannot be read cannot be newer; the next open() keeps it aside
    }
  }

  private void install() throws IOException {
    known = FileIdentity.of(next);
    try {
      DurableFile.rename(next, file);
    } catch (IOException refused) {
      overwriteInPlace(refused);
      known = identity();
    }
    DurableFile.force(Objects.requireNonNull(file.getParent()));
  }

  /* The successor stays whole on the disk until the file is, so a crash at any point is rolled
   * forward. The file is emptied first: a mixture of old and new could look like a grant. */
  private void overwriteInPlace(IOException refused) throws IOException {
    byte[] bytes = Objects.requireNonNull(DurableFile.read(next));
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(0);
      out.getFD().sync();
      out.write(bytes);
      out.getFD().sync();
    } catch (IOException e) {
      e.addSuppressed(refused);
      throw new StoreException(file, "cannot be replaced", e);
    }
    DurableFile.delete(next);
  }

  /** Keeps {@code grant} as the last good copy; a failure costs nothing now and is ignored. */
  public void keepCopy(Grant grant) {
    try {
      DurableFile.create(copy);
      byte[] bytes = GrantFormat.write(grant, Parent.NONE);
      try (RandomAccessFile out = new RandomAccessFile(copy.toFile(), "rw")) {
        out.write(bytes);
        out.setLength(bytes.length);
      }
    } catch (IOException e) {
      // half a copy has no valid checksum, so it is no copy
    }
  }

  /** Removes the successor that was being saved, and the copy if {@code everything}. */
  public void clean(boolean everything) throws IOException {
    DurableFile.delete(next);
    if (everything) {
      DurableFile.delete(copy);
    }
  }

  /** The generation of the last good copy; 0 if there is none. */
  public long copiedGeneration() throws IOException {
    Stored good = lastGoodCopy();
    return good == null ? 0 : good.grant().generation();
  }

  private @Nullable Stored complete() throws IOException {
    return complete(next);
  }

  private @Nullable Stored lastGoodCopy() throws IOException {
    return complete(copy);
  }

  private static @Nullable Stored complete(Path path) throws IOException {
    byte[] bytes = DurableFile.read(path);
    return bytes == null || !GrantFormat.isComplete(bytes) ? null : parse(path, bytes);
  }

  private static Stored parse(Path path, byte[] bytes) throws IOException {
    try {
      return GrantFormat.read(bytes);
    } catch (JsonException e) {
      throw new DamagedFileException(path, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * What stands in the file.
   *
   * @param grant the grant
   * @param sealed false if another tool wrote its tokens: they have no generation of their own yet
   */
  public record Seen(Grant grant, boolean sealed) {}

  /**
   * What {@link #open} found.
   *
   * @param grant the grant that counts now; null if there is none
   * @param orphan a successor that was never saved and whose parent is gone; null if none
   * @param note what was mended, for people; null if nothing
   */
  public record Opened(@Nullable Grant grant, @Nullable Grant orphan, @Nullable String note) {}
}
