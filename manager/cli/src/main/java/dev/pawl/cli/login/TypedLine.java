package dev.pawl.cli.login;

import dev.pawl.cli.text.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads one line from a terminal that passes every key on: the keys for correcting it are done
 * here, and the marks that a terminal puts around what is pasted are left out.
 */
final class TypedLine {
  private static final int MOST = 64 << 10;
  private static final int END_OF_INPUT = 4;
  private static final int BACKSPACE = 8;
  private static final int KILL = 21;
  private static final int ESCAPE = 27;
  private static final int DELETE = 127;
  private static final String PASTE_BEGINS = "[200~";
  private static final String PASTE_ENDS = "[201~";

  private final InputStream in;
  private final StringBuilder line = new StringBuilder();
  private boolean pasting;

  private TypedLine(InputStream in) {
    this.in = in;
  }

  /**
   * The line, byte by byte as characters; empty if the input ends before one.
   *
   * @throws UsageException if more than a line was pasted, or more than 64 KiB
   */
  static String read(InputStream in) throws IOException {
    return new TypedLine(in).read();
  }

  private String read() throws IOException {
    for (int next = in.read(); next >= 0 && !isEnd(next); next = in.read()) {
      take(next);
    }
    requireNothingMore();
    if (line.length() > MOST) {
      throw new UsageException("what was typed is longer than " + MOST + " bytes");
    }
    return line.toString();
  }

  private boolean isEnd(int next) {
    boolean enter = next == '\n' || next == '\r';
    return (enter && !pasting) || (next == END_OF_INPUT && line.isEmpty());
  }

  private void take(int next) throws IOException {
    if (next == ESCAPE) {
      escape();
    } else if (next == BACKSPACE || next == DELETE) {
      line.setLength(Math.max(0, line.length() - 1));
    } else if (next == KILL) {
      line.setLength(0);
    } else if (line.length() <= MOST) {
      line.append((char) next);
    }
  }

  /* ECMA-48: a control sequence ends with a byte from @ to ~, a single shift (O) has one more. */
  private void escape() throws IOException {
    StringBuilder sequence = new StringBuilder();
    int next = in.read();
    sequence.append((char) next);
    boolean longer = next == '[' || next == 'O';
    while (next >= 0 && longer) {
      next = in.read();
      sequence.append((char) next);
      longer = next < '@' && sequence.charAt(0) == '[';
    }
    String found = sequence.toString();
    pasting = found.equals(PASTE_BEGINS) || (pasting && !found.equals(PASTE_ENDS));
  }

  /* A second line would go to the shell, as a command. */
  private void requireNothingMore() throws IOException {
    int more = in.available();
    String rest = more <= 0 ? "" : new String(in.readNBytes(more), StandardCharsets.ISO_8859_1);
    if (!rest.isBlank()) {
      throw new UsageException("more than one line was pasted; nothing of it was used");
    }
  }
}
