package dev.pawl.store.journal;

import dev.pawl.file.DamagedFileException;
import dev.pawl.file.DurableFile;
import dev.pawl.file.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer of the token endpoint, kept as they arrive and before anybody understands
 * them (docs/formats.md): whoever is killed in between leaves them to the next holder of the lock.
 *
 * <p>They reach the page cache, which outlives a process, and are not forced to the disk: a loss of
 * power may cut them or bring older ones back. So the head names the attempt, which the journal
 * never gives twice, and the checksum of each piece begins with it.
 *
 * <p>Every method needs the profile's refresh lock.
 *
 * @param file that holds them
 */
public record AnswerFile(Path file) {
  /** Room for an answer that is far bigger than any seen. */
  private static final int ROOM = 32 << 10;

  private static final String TRIAL = ".trial";

  /** The file of the answer to a trial of the login that is kept at {@code grant}. */
  public static AnswerFile ofTrial(Path grant) {
    return new AnswerFile(grant.resolveSibling(grant.getFileName() + TRIAL));
  }

  /** The raw answer of the grant at {@code grant}. */
  public static AnswerFile of(Path grant) {
    return new AnswerFile(grant.resolveSibling(grant.getFileName() + ".answer"));
  }

  /** Writes and reads an answer in memory, so that the first real use is not slow. */
  public static void warmUp(AnswerBond bond) throws IOException {
    byte[] head = AnswerFormat.head(bond, 1);
    byte[] piece = AnswerFormat.piece(bond.attempt(), head.length, new byte[] {1});
    byte[] whole = Arrays.copyOf(head, head.length + piece.length);
    System.arraycopy(piece, 0, whole, head.length, piece.length);
    UnjudgedAnswer left = AnswerFormat.read(whole);
    if (left == null || left.bytes().length != 1) {
      throw new IllegalStateException("what was written cannot be read");
    }
  }

  /**
   * Erases what an earlier attempt left and makes room for the answer of the one of {@code bond}.
   *
   * @return where its bytes go; to be closed before the next attempt and before the lock is let go
   * @throws StoreException if there is no room; nothing may be sent then
   */
  public AnswerLog begin(AnswerBond bond) throws IOException {
    DurableFile.create(file);
    return AnswerLog.open(file, bond, ROOM);
  }

  /** Whether an attempt left anything, a look that costs one system call. */
  public boolean isThere() {
    return file.toFile().exists();
  }

  /** What an attempt left; null if it got no byte, or if nobody can tell whose they are. */
  public @Nullable UnjudgedAnswer read() throws IOException {
    try {
      byte[] bytes = DurableFile.read(file);
      return bytes == null ? null : AnswerFormat.read(bytes);
    } catch (DamagedFileException e) {
      return null;
    }
  }

  /** Removes what was kept, once it is saved or judged for good. */
  public void wipe() throws IOException {
    DurableFile.discard(file);
  }
}
