package dev.pawl.store.journal;

/** A raw answer as it was found, which nobody has judged yet; immutable. */
public final class UnjudgedAnswer {
  private final AnswerBond bond;
  private final long sentAt;
  private final byte[] bytes;
  private final boolean ended;

  UnjudgedAnswer(AnswerBond bond, long sentAt, byte[] bytes, boolean ended) {
    this.bond = bond;
    this.sentAt = sentAt;
    this.bytes = bytes.clone();
    this.ended = ended;
  }

  /** To what it belongs. */
  public AnswerBond bond() {
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
    return "UnjudgedAnswer[attempt=" + bond.attempt() + ", " + bytes.length + " bytes]";
  }
}
