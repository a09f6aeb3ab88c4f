package dev.pawl.transport;

import dev.pawl.clock.TokenClock;
import dev.pawl.wire.AnswerFrame;
import dev.pawl.wire.AnswerTap;
import dev.pawl.wire.Deadline;
import dev.pawl.wire.RawAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads one answer from a connection, and gives every byte to a tap before it looks at it. What was
 * read counts, also if the connection breaks after it.
 *
 * @param connection on which the request was written
 * @param clock tells when the answer came
 * @param tap gets the bytes
 */
record Collector(Connection connection, TokenClock clock, AnswerTap tap) {
  private static final Duration GRACE = Duration.ofMillis(200);

  /**
   * What came.
   *
   * @throws IOException if not one byte came
   */
  RawAnswer collect(long sentAt) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean ended = false;
    try {
      ended = readInto(bytes, new AnswerFrame());
    } catch (IOException e) {
      if (bytes.size() == 0) {
        throw e;
      }
    }
    return new RawAnswer(bytes.toByteArray(), ended, sentAt, clock.millis());
  }

  /* Whether the peer has ended the connection in good order. */
  private boolean readInto(ByteArrayOutputStream bytes, AnswerFrame frame) throws IOException {
    InputStream in = connection.input();
    byte[] buffer = new byte[16 << 10];
    boolean enough = false;
    while (!frame.isOver()) {
      int count = in.read(buffer);
      if (count < 0) {
        tap.ended();
        return true;
      }
      tap.bytes(buffer, 0, count);
      bytes.write(buffer, 0, count);
      frame.feed(buffer, 0, count);
      if (!enough && frame.isEnough()) {
        enough = true;
        connection.hurry(Deadline.in(GRACE, clock));
      }
    }
    return false;
  }
}
