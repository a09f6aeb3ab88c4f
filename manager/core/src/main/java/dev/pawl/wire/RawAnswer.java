package dev.pawl.wire;

/**
 * The bytes of an answer, as an {@link AnswerTap} got them; perhaps not all of them. Not copied:
 * whoever made it does not change them.
 *
 * @param bytes from the status line on
 * @param ended whether the peer ended the connection in good order after them
 * @param sentAtMillis wall time just before the request was written, epoch milliseconds
 * @param receivedAtMillis wall time at which the answer came, for the server's skew and for the
 *     dates it names; where it is not known, {@code sentAtMillis}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RawAnswer(byte[] bytes, boolean ended, long sentAtMillis, long receivedAtMillis) {
  /** How many there are, never which: they hold secrets. */
  @Override
  public String toString() {
    return "RawAnswer[length=" + bytes.length + ", ended=" + ended + "]";
  }
}
