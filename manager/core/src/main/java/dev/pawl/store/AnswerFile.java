package dev.pawl.store;

import dev.pawl.file.DamagedFileException;
import dev.pawl.file.DurableFile;
import dev.pawl.file.StoreException;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
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

  /**
   * To what an answer belongs.
   *
   * @param attempt the journal's number of the attempt
   * @param generation of the grant whose refresh token was sent
   * @param fingerprint of that refresh token
   * @param client that sent it
   * @param forced whether it was sent because the access token was rejected
   */
  public record Bond(
      long attempt,
      long generation,
      Fingerprint fingerprint,
      ClientRegistration client,
      boolean forced) {
    /** Whether {@code grant} holds the refresh token that was sent. */
    public boolean isParent(Grant grant) {
      return generation == grant.generation()
          && fingerprint.equals(grant.tokens().fingerprint())
          && !grant.isTombstone();
    }

    /** Whether {@code entry} speaks of this very attempt. */
    public boolean isOf(JournalRecord entry) {
      return attempt == entry.attempt()
          && generation == entry.generation()
          && fingerprint.equals(entry.fingerprint());
    }
  }

  /** What was found; immutable. */
  public static final class Left {
    private final Bond bond;
    private final long sentAt;
    private final byte[] bytes;
    private final boolean ended;

    Left(Bond bond, long sentAt, byte[] bytes, boolean ended) {
      this.bond = bond;
      this.sentAt = sentAt;
      this.bytes = bytes.clone();
      this.ended = ended;
    }

    /** To what it belongs. */
    public Bond bond() {
      return bond;
    }

    /** When the request was sent, epoch milliseconds. */
    public long sentAt() {
      return sentAt;
    }

    /** The answer as far as it was read; it holds secrets. */
    public byte[] bytes() {
      return bytes.clone();
    }

    /** Whether the peer ended the connection in good order after them. */
    public boolean ended() {
      return ended;
    }

    /** Names the attempt, never a byte. */
    @Override
    public String toString() {
      return "Left[attempt=" + bond.attempt() + ", " + bytes.length + " bytes]";
    }
  }

  /** The raw answer of the grant at {@code grant}. */
  public static AnswerFile of(Path grant) {
    return new AnswerFile(grant.resolveSibling(grant.getFileName() + ".answer"));
  }

  /** Writes and reads an answer in memory, so that the first real use is not slow. */
  public static void warmUp(Bond bond) throws IOException {
    byte[] head = AnswerFormat.head(bond, 1);
    byte[] piece = AnswerFormat.piece(bond.attempt(), head.length, new byte[] {1});
    byte[] whole = Arrays.copyOf(head, head.length + piece.length);
    System.arraycopy(piece, 0, whole, head.length, piece.length);
    Left left = AnswerFormat.read(whole);
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
  public AnswerLog begin(Bond bond) throws IOException {
    DurableFile.create(file);
    return AnswerLog.open(file, bond, ROOM);
  }

  /** Whether an attempt left anything, a look that costs one system call. */
  public boolean isThere() {
    return file.toFile().exists();
  }

  /** What an attempt left; null if it got no byte, or if nobody can tell whose they are. */
  public @Nullable Left read() throws IOException {
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
