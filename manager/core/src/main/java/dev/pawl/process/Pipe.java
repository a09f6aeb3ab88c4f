package dev.pawl.process;

import dev.pawl.process.Follower.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** One of a child's two outputs: what has come of it so far. Never waits for more. */
final class Pipe {
  private static final int LONGEST_LINE = 4096;

  private final InputStream in;
  private final int limit;
  private final Channel channel;
  private final Follower follower;
  private final byte[] chunk = new byte[8192];
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean overfull;

  Pipe(InputStream in, int limit, Channel channel, Follower follower) {
    this.in = in;
    this.limit = limit;
    this.channel = channel;
    this.follower = follower;
  }

  /**
   * Takes what is there; at most so much that the caller can look at other things in between.
   *
   * @return whether anything was there
   */
  boolean take() throws IOException {
    int ready = Math.min(in.available(), chunk.length);
    int read = ready <= 0 ? 0 : in.read(chunk, 0, ready);
    if (read <= 0) {
      return false;
    }
    int room = Math.min(read, limit - kept.size());
    kept.write(chunk, 0, room);
    overfull |= room < read;
    follow(read);
    return true;
  }

  private void follow(int read) {
    if (follower == Follower.NONE) {
      return;
    }
    for (int i = 0; i < read; i++) {
      if (chunk[i] == '\n' || chunk[i] == '\r' || line.size() == LONGEST_LINE) {
        endLine();
      }
      if (chunk[i] != '\n' && chunk[i] != '\r') {
        line.write(chunk[i]);
      }
    }
  }

  /** Tells the follower of a last line that had no end. */
  void endLine() {
    if (line.size() > 0) {
      follower.line(channel, VisibleText.of(line.toString(StandardCharsets.UTF_8)));
      line.reset();
    }
  }

  /** Whether more came than may be kept. */
  boolean isOverfull() {
    return overfull;
  }

  byte[] bytes() {
    return kept.toByteArray();
  }

  /** What came, as it may be shown. */
  String text() {
    String text = VisibleText.ofLines(kept.toString(StandardCharsets.UTF_8)).strip();
    return overfull ? text + " [...]" : text;
  }
}
