package dev.pawl.vault;

import dev.pawl.spi.Fingerprint;
import java.lang.System.Logger.Level;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in a vault, in as many parts as its limit asks for, replaced in one step or not at all.
 *
 * <p>The part {@code head} begins with {@code pawl1.SIDE.COUNT.CHECKSUM.} and holds as much of the
 * bytes, in Base64, as it has room for; what is left lies in the parts {@code SIDE1} and on.
 * Whoever writes uses the other side, {@code a} or {@code b}, and writes the head last: until then
 * the old head stands, with its own parts. Only the holder of a profile's refresh lock writes.
 */
public final class ChunkedSecret {
  private static final String HEAD = "head";
  private static final String RESERVE = "reserve";
  private static final String MARK = "pawl1";
  private static final int MARKS = 5;
  private static final int MOST_PARTS = 64;
  private static final int ROOM_FOR_MARKS = 64;

  private final Vault vault;

  /** The bytes that {@code vault} holds. */
  public ChunkedSecret(Vault vault) {
    this.vault = vault;
  }

  /**
   * What a head says: on which side the rest lies, in how many parts, and what it must amount to.
   */
  private record Head(String side, int count, String checksum, String text) {
    static @Nullable Head parse(@Nullable String part) {
      String[] marks = part == null ? new String[0] : part.split("\\.", MARKS);
      if (marks.length != MARKS
          || !marks[0].equals(MARK)
          || !(marks[1].equals("a") || marks[1].equals("b"))
          || !marks[2].matches("[0-9]{1,2}")) {
        return null;
      }
      return new Head(marks[1], Integer.parseInt(marks[2]), marks[3], marks[4]);
    }

    @Override
    public String toString() {
      return "Head[" + side + ", " + count + "]";
    }
  }

  /** What was found. */
  public enum State {
    /** Nothing is there. */
    ABSENT,
    /** Something is there, but not what was written. */
    DAMAGED,
    /** All of it is there. */
    WHOLE
  }

  /** What a vault holds. Immutable. */
  public static final class Content {
    private static final Content ABSENT = new Content(State.ABSENT, new byte[0]);
    private static final Content DAMAGED = new Content(State.DAMAGED, new byte[0]);

    private final State state;
    private final byte[] bytes;

    private Content(State state, byte[] bytes) {
      this.state = state;
      this.bytes = bytes;
    }

    /** Whether it is there. */
    public State state() {
      return state;
    }

    /** What was written; empty unless it is whole. */
    public byte[] bytes() {
      return bytes.clone();
    }

    /** Says whether it is there, never what it is. */
    @Override
    public String toString() {
      return "Content[" + state + "]";
    }
  }

  /**
   * What the vault holds.
   *
   * @throws VaultException if that cannot be told
   */
  public Content read() throws VaultException {
    String part = vault.read(HEAD);
    while (part != null) {
      Content content = read(part);
      String now = content.state == State.WHOLE ? part : vault.read(HEAD);
      if (part.equals(now)) {
        return content;
      }
      part = now; // replaced meanwhile, and its parts removed
    }
    return Content.ABSENT;
  }

  private Content read(String part) throws VaultException {
    Head head = Head.parse(part);
    if (head == null) {
      return Content.DAMAGED;
    }
    StringBuilder text = new StringBuilder(head.text);
    for (int n = 1; n <= head.count; n++) {
      text.append(vault.read(head.side + n));
    }
    return whole(text.toString(), head.checksum);
  }

  private static Content whole(String text, String checksum) {
    if (!Fingerprint.of(text).value().equals(checksum)) {
      return Content.DAMAGED;
    }
    try {
      return new Content(State.WHOLE, Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Content.DAMAGED;
    }
  }

  /**
   * Replaces what the vault holds.
   *
   * @throws VaultException if it may not have been replaced; then it holds the old or the new
   */
  public void write(byte[] bytes) throws VaultException {
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Head old = Head.parse(vault.read(HEAD));
    String side = old != null && old.side.equals("a") ? "b" : "a";
    int first = Math.min(text.length(), vault.limit() - ROOM_FOR_MARKS);
    int count = (text.length() - first + vault.limit() - 1) / vault.limit();
    if (count > MOST_PARTS) {
      throw new VaultException(
          VaultException.Reason.FAILED, "too long for " + vault.place() + ": " + text.length());
    }
    for (int n = 1; n <= count; n++) {
      int at = first + (n - 1) * vault.limit();
      vault.write(side + n, text.substring(at, Math.min(text.length(), at + vault.limit())));
    }
    String marks =
        String.join(".", MARK, side, Integer.toString(count), Fingerprint.of(text).value());
    vault.write(HEAD, marks + "." + text.substring(0, first));
    forget(old);
  }

  /* The new head stands: what cannot be removed now is written over by the next but one. */
  private void forget(@Nullable Head old) {
    try {
      if (old != null) {
        deleteParts(old);
      }
    } catch (VaultException e) {
      System.getLogger(ChunkedSecret.class.getName()).log(Level.DEBUG, "{0}", e.getMessage());
    }
  }

  /** Proves that something can be written, without touching what is there. */
  public void warmUp() throws VaultException {
    vault.write(RESERVE, MARK);
  }

  /** Removes what {@link #warmUp} left. */
  public void deleteReserve() throws VaultException {
    vault.delete(RESERVE);
  }

  /** Removes all of it. */
  public void delete() throws VaultException {
    String part = vault.read(HEAD);
    Head head = Head.parse(part);
    if (part != null) {
      vault.delete(HEAD);
    }
    if (head != null) {
      deleteParts(head);
    }
  }

  private void deleteParts(Head head) throws VaultException {
    for (int n = 1; n <= head.count; n++) {
      vault.delete(head.side + n);
    }
  }
}
