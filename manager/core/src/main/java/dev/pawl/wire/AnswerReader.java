package dev.pawl.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 answer (RFC 9112), strictly: what is not whole and well-formed is an
 * exception, never a guess. The messages quote nothing.
 */
public final class AnswerReader {
  private static final int MAX_HEAD = 64 << 10;
  private static final int MAX_BODY = 1 << 20;
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( [^\\x00]*)?");
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");
  private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9a-fA-F]{1,8})[ \\t]*(;.*)?");

  private final InputStream in;
  private int headLeft = MAX_HEAD;

  public AnswerReader(InputStream in) {
    this.in = in;
  }

  /** The head of the final answer; interim ones (1xx) are skipped. */
  public HttpAnswer.Head head() throws IOException {
    while (true) {
      HttpAnswer.Head head = anyHead();
      if (head.status() == 101) {
        throw new ProtocolException("switches protocols unasked");
      }
      if (head.status() >= 200) {
        return head;
      }
    }
  }

  private HttpAnswer.Head anyHead() throws IOException {
    Matcher status = STATUS_LINE.matcher(line());
    if (!status.matches()) {
      throw new ProtocolException("not an HTTP/1.1 answer");
    }
    return new HttpAnswer.Head(Integer.parseInt(status.group(1)), headers());
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      Matcher header = HEADER.matcher(line);
      if (!header.matches()) {
        throw new ProtocolException("malformed header");
      }
      String name = header.group(1).toLowerCase(Locale.ROOT);
      String before = headers.get(name);
      headers.put(name, before == null ? header.group(2) : before + ", " + header.group(2));
    }
    return headers;
  }

  /** The body that {@code head} announces. */
  public byte[] body(HttpAnswer.Head head) throws IOException {
    if (head.status() == 204 || head.status() == 304) {
      return new byte[0];
    }
    String coding = head.header("transfer-encoding");
    if (coding != null) {
      return chunks(coding);
    }
    String length = head.header("content-length");
    return length == null ? untilClosed() : exactly(length(length));
  }

  private static int length(String text) throws ProtocolException {
    String first = text.split(",", 2)[0].trim();
    boolean sameThroughout = text.replace(first, "").matches("[, \\t]*");
    if (!first.matches("[0-9]{1,18}") || !sameThroughout) {
      throw new ProtocolException("malformed Content-Length");
    }
    return bounded(Long.parseLong(first));
  }

  private static int bounded(long length) throws ProtocolException {
    if (length > MAX_BODY) {
      throw new ProtocolException("the answer is longer than " + MAX_BODY + " bytes");
    }
    return (int) length;
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer ends too early");
    }
    return bytes;
  }

  private byte[] untilClosed() throws IOException {
    byte[] bytes = in.readNBytes(MAX_BODY + 1);
    bounded(bytes.length);
    return bytes;
  }

  private byte[] chunks(String coding) throws IOException {
    if (!coding.equalsIgnoreCase("chunked")) {
      throw new ProtocolException("a transfer coding that was not asked for");
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      bounded((long) body.size() + size);
      body.writeBytes(exactly(size));
      if (!line().isEmpty()) {
        throw new ProtocolException("malformed chunk");
      }
    }
    headers();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    Matcher size = CHUNK_SIZE.matcher(line());
    if (!size.matches()) {
      throw new ProtocolException("malformed chunk");
    }
    return bounded(Long.parseLong(size.group(1), 16));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the answer ends too early");
      }
      if (--headLeft < 0) {
        throw new ProtocolException("the answer's head is longer than " + MAX_HEAD + " bytes");
      }
      if (next == '\n') {
        return withoutReturn(line);
      }
      line.append((char) next);
    }
  }

  private static String withoutReturn(StringBuilder line) throws ProtocolException {
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    if (line.indexOf("\r") >= 0) {
      throw new ProtocolException("malformed line");
    }
    return line.toString();
  }
}
