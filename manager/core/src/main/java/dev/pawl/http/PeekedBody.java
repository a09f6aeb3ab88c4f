package dev.pawl.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The body of an answer that is looked into before the caller reads it, so that a {@link Refusal}
 * can be told from it. Not thread-safe.
 */
public final class PeekedBody {
  private final BufferedInputStream body;

  /** The body {@code body}, of which nothing has been read; whoever reads the rest closes it. */
  public PeekedBody(InputStream body) {
    this.body = new BufferedInputStream(Objects.requireNonNull(body), Refusal.BODY_BYTES);
  }

  /**
   * How it begins, at most {@link Refusal#BODY_BYTES} bytes.
   *
   * @throws IOException if it cannot be read
   */
  public byte[] beginning() throws IOException {
    body.mark(Refusal.BODY_BYTES);
    byte[] beginning = body.readNBytes(Refusal.BODY_BYTES);
    body.reset();
    return beginning;
  }

  /** All of it, from its beginning. */
  public InputStream whole() {
    return body;
  }
}
