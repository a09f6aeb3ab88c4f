package dev.pawl.wire;

import java.io.IOException;

/**
 * Gets the bytes of an answer as they arrive, before anything of them is understood, so that they
 * outlive a process that is killed at its next step. Called by the thread that spends, in the order
 * below.
 *
 * <p>No method but the first may throw: a tap that fails must not stop the reading of the answer.
 */
public interface AnswerTap {
  /** Keeps nothing. */
  AnswerTap NONE =
      new AnswerTap() {
        @Override
        public void sending(long sentAtMillis) {}

        @Override
        public void bytes(byte[] bytes, int offset, int length) {}

        @Override
        public void ended() {}
      };

  /**
   * The connection stands, and nothing of the request was written.
   *
   * @throws IOException if nothing must be: the attempt ends as one that was not sent
   */
  default void connected() throws IOException {}

  /**
   * The connection stands, and the first byte of the request is about to be written.
   *
   * @param sentAtMillis wall time, epoch milliseconds; the ends of tokens count from it
   */
  void sending(long sentAtMillis);

  /** The next {@code length} bytes of the answer, status line included, as the peer sent them. */
  void bytes(byte[] bytes, int offset, int length);

  /** The peer has ended the connection in good order: no more bytes will come. */
  void ended();
}
