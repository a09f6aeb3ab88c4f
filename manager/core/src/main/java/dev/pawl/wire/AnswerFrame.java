package dev.pawl.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes an HTTP/1.1 answer apart (RFC 9112) as its bytes come, and takes whatever it is given: what
 * comes after a spend may be odd, but it may hold the only successor. Whether the answer is whole
 * by its framing it says strictly. Not thread-safe.
 */
public final class AnswerFrame {
  /* What is kept of a head and of a body; the rest of a larger one is not read. */
  private static final int MOST = 1 << 20;

  /* Of a damaged empty line, and a brace. */
  private static final int LONGEST_REMNANT = 4;

  private enum Part {
    HEAD,
    COUNTED,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    OPEN,
    WHOLE,
    TOO_LONG
  }

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final ObjectEnd object = new ObjectEnd();
  private LenientHead head = new LenientHead();
  private Part part = Part.HEAD;
  private int taken;
  private long left;
  private byte @Nullable [] unharmed;

  /** The next bytes of the answer. */
  public void feed(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      next(bytes[i]);
    }
  }

  private void next(byte octet) {
    if (part != Part.HEAD && plain.size() < MOST) {
      plain.write(octet);
    }
    switch (part) {
      case HEAD -> headByte(octet);
      case COUNTED -> counted(octet);
      case CHUNK -> chunk(octet);
      case OPEN -> keep(octet);
      case CHUNK_SIZE, CHUNK_END, TRAILER -> chunkLine(octet);
      case WHOLE -> keepSurplus(octet);
      case TOO_LONG -> {
        // not read any more
      }
    }
  }

  private void headByte(byte octet) {
    if (++taken > MOST) {
      part = Part.TOO_LONG;
      return;
    }
    if (octet == '"' && line.size() <= LONGEST_REMNANT && LenientHead.isBodyAfter(line())) {
      line.reset(); // what should have parted head and body is not there
      part = Part.OPEN;
      next((byte) '{');
      next(octet);
    } else if (octet != '\n') {
      line.write(octet);
    } else {
      headLine(line());
    }
  }

  private String line() {
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private void headLine(String text) {
    line.reset();
    boolean empty = text.isEmpty() || text.equals("\r");
    if (empty && !head.isBegun()) {
      return; // what an answer before this one left
    }
    if (!empty) {
      head.add(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    } else if (head.isInterim()) {
      head = new LenientHead();
    } else {
      beginBody();
    }
  }

  private void beginBody() {
    left = head.length();
    if (head.isChunked()) {
      part = Part.CHUNK_SIZE;
    } else if (head.isCounted()) {
      part = left == 0 ? Part.WHOLE : Part.COUNTED;
    } else {
      part = head.isBodiless() ? Part.WHOLE : Part.OPEN;
    }
  }

  private void keep(byte octet) {
    if (body.size() == MOST) {
      part = Part.TOO_LONG;
      return;
    }
    body.write(octet);
    object.next(octet);
  }

  /* A server that counted characters instead of bytes sends more than it says. */
  private void keepSurplus(byte octet) {
    if (head.isCounted() && left == 0 && object.isOpen()) {
      keep(octet);
    }
  }

  private void counted(byte octet) {
    keep(octet);
    if (part == Part.COUNTED && --left == 0) {
      part = Part.WHOLE;
    }
  }

  private void chunk(byte octet) {
    keep(octet);
    if (part == Part.CHUNK && --left == 0) {
      part = Part.CHUNK_END;
    }
  }

  private void chunkLine(byte octet) {
    if (octet != '\n') {
      line.write(octet);
      if (line.size() > MOST) {
        part = Part.TOO_LONG;
      }
      return;
    }
    String text = line();
    line.reset();
    String bare = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    switch (part) {
      case CHUNK_SIZE -> chunkSize(bare);
      case CHUNK_END -> expectEmpty(bare);
      default -> part = bare.isEmpty() ? Part.WHOLE : Part.TRAILER;
    }
  }

  private void chunkSize(String text) {
    left = LenientHead.chunkSize(text);
    if (left < 0) {
      damaged();
    } else {
      part = left == 0 ? Part.TRAILER : Part.CHUNK;
    }
  }

  private void expectEmpty(String text) {
    if (text.isEmpty()) {
      part = Part.CHUNK_SIZE;
    } else {
      damaged();
    }
  }

  /* Nothing is known of the bytes that follow, so none of them is put behind those before. */
  private void damaged() {
    unharmed = body.toByteArray();
    part = Part.OPEN;
    body.reset();
    for (byte octet : plain.toByteArray()) {
      keep(octet);
    }
  }

  /** Whether there is nothing more to be read. */
  public boolean isOver() {
    return part == Part.TOO_LONG || (part == Part.WHOLE && !(head.isSuccess() && object.isOpen()));
  }

  /** Whether a success is there to its last brace, whatever else the framing promises. */
  public boolean isEnough() {
    return object.isWhole() && (part == Part.OPEN || head.isSuccess());
  }

  /**
   * Whether the answer is whole: as its framing says or, where that says nothing, by its end or by
   * the last brace of its JSON object.
   */
  public boolean isWhole(boolean ended) {
    boolean unframed = part == Part.OPEN && unharmed == null && head.isFramedByItsEnd();
    return part == Part.WHOLE || (unframed && (ended || object.isWhole()));
  }

  /** Whether it is longer than what is read. */
  public boolean isTooLong() {
    return part == Part.TOO_LONG;
  }

  /** What is known of the head; null if the answer does not begin like one of HTTP. */
  public HttpAnswer.@Nullable Head head() {
    return head.read();
  }

  /** How the body is coded besides its chunks, in lower case. */
  public String codings() {
    String codings = head.value("content-encoding") + " " + head.value("transfer-encoding");
    return codings.toLowerCase(Locale.ROOT);
  }

  /**
   * The body as far as it is there, without its chunks' framing. Where that is damaged: first what
   * stands before the damage, then all as it came.
   */
  public List<byte[]> bodies() {
    byte[] all = body.toByteArray();
    if (unharmed == null) {
      return List.of(all);
    }
    return unharmed.length > 0 ? List.of(unharmed, all) : List.of(withoutFirstLine(all), all);
  }

  private static byte[] withoutFirstLine(byte[] all) {
    int start = 0;
    while (start < all.length && all[start] != '\n') {
      start++;
    }
    return Arrays.copyOfRange(all, Math.min(start + 1, all.length), all.length);
  }
}
