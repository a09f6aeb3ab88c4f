package dev.pawl.store;

import dev.pawl.file.DurableFile;
import dev.pawl.file.FileIdentity;
import dev.pawl.file.StoreException;
import dev.pawl.store.GrantFormat.Stored;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that is about to take a file's place: room is reserved in it, it is written whole, and
 * then it replaces the other in one step or not at all. A file that refuses a rename (a bind mount)
 * is overwritten from it; a crash in between leaves it whole, to be installed by the next.
 *
 * @param file that is replaced
 * @param next the successor, beside it
 */
public record Successor(Path file, Path next) {

  /** The successor of {@code file}. */
  public static Successor of(Path file) {
    return new Successor(file, file.resolveSibling(file.getFileName() + ".next"));
  }

  /** The grant in a successor that was written to its end; null if there is none. */
  @Nullable
  public Stored complete() throws IOException {
    return GrantFile.complete(next);
  }

  /**
   * Cuts off what follows a complete grant and has it on the disk: whoever wrote it may have been
   * killed before either.
   */
  void finish() throws IOException {
    byte[] whole = GrantFile.whole(next);
    if (whole != null) {
      DurableFile.write(next, whole);
    }
  }

  /**
   * Proves that {@code room} bytes can be saved, and that the file may be replaced.
   *
   * @throws StoreException naming the file and the remedy
   */
  public void reserve(int room) throws IOException {
    try {
      DurableFile.reserve(next, room);
      requireWritable();
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(next, "cannot be saved to", e);
    }
  }

  /** A directory may be writable and the file in it not: a read-only bind mount. */
  private void requireWritable() throws IOException {
    if (!FileIdentity.of(file).equals(FileIdentity.ABSENT)) {
      new RandomAccessFile(file.toFile(), "rw").close();
    }
  }

  /** Makes {@code bytes} the whole successor, on the disk before this returns. */
  public void write(byte[] bytes) throws IOException {
    DurableFile.create(next);
    DurableFile.write(next, bytes);
  }

  /**
   * Puts the successor in the file's place, for good after {@link #settle}.
   *
   * @return which file stands there now
   */
  public FileIdentity install() throws IOException {
    FileIdentity installed = FileIdentity.of(next);
    try {
      DurableFile.rename(next, file);
    } catch (IOException refused) {
      overwriteInPlace(refused);
      installed = FileIdentity.of(file);
    }
    return installed;
  }

  /** Makes what was installed last through a loss of power. */
  public void settle() throws IOException {
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

  public void delete() throws IOException {
    DurableFile.delete(next);
  }
}
