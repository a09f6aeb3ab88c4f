package dev.pawl.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer, line by line: a line that is none of HTTP is skipped, a header that goes
 * on in the next line is put together (RFC 9112 section 5.2). Not thread-safe.
 */
final class LenientHead {
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[0-9] +([1-9][0-9]{2})([ \\t].*)?", Pattern.DOTALL);
  private static final Pattern LENGTH = Pattern.compile("([0-9]{1,18})([ \\t]*,[ \\t]*\\1)*");
  private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9a-fA-F]{1,15})[ \\t]*(;.*)?");

  private final Map<String, String> headers = new HashMap<>();
  private boolean begun;
  private int status;
  private @Nullable String last;

  /** The next line, without its end. */
  void add(String line) {
    if (!begun) {
      begun = true;
      Matcher matcher = STATUS_LINE.matcher(line);
      status = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    } else if (line.startsWith(" ") || line.startsWith("\t")) {
      fold(line.strip());
    } else {
      header(line);
    }
  }

  private void fold(String more) {
    if (last != null) {
      headers.merge(last, more, (before, next) -> before + " " + next);
    }
  }

  private void header(String line) {
    int colon = line.indexOf(':');
    if (colon <= 0) {
      return;
    }
    last = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    headers.merge(last, line.substring(colon + 1).strip(), (before, next) -> before + ", " + next);
  }

  /** Whether {@code line}, which a quote follows, is the beginning of a body and no header. */
  static boolean isBodyAfter(String line) {
    boolean named = !line.substring(0, Math.max(0, line.indexOf(':'))).isBlank();
    return line.endsWith("{") && !named && !line.startsWith(" ");
  }

  /** The size that a chunk's first line announces; -1 if it announces none. */
  static long chunkSize(String line) {
    Matcher size = CHUNK_SIZE.matcher(line);
    return size.matches() ? Long.parseLong(size.group(1), 16) : -1;
  }

  /** Whether a first line was there. */
  boolean isBegun() {
    return begun;
  }

  /** Whether another head follows: an interim answer has no body. */
  boolean isInterim() {
    return status / 100 == 1 && status != 101 && !isChunked() && length() < 0;
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** Whether the status says that no body follows, and nothing says that one does. */
  boolean isBodiless() {
    return status == 204 || status == 304;
  }

  boolean isChunked() {
    for (String coding : value("transfer-encoding").split(",", -1)) {
      if (coding.strip().equalsIgnoreCase("chunked")) {
        return true;
      }
    }
    return false;
  }

  /** Whether the length alone frames the body. */
  boolean isCounted() {
    return !headers.containsKey("transfer-encoding") && length() >= 0;
  }

  /** Whether nothing but its end frames the body. */
  boolean isFramedByItsEnd() {
    return headers.containsKey("transfer-encoding") || !headers.containsKey("content-length");
  }

  /** The length that is announced; -1 if none is, or several. */
  long length() {
    Matcher length = LENGTH.matcher(value("content-length"));
    return length.matches() ? Long.parseLong(length.group(1)) : -1;
  }

  /** The value of {@code name}; empty if there is none. */
  String value(String name) {
    return headers.getOrDefault(name, "");
  }

  /** What was read; null if it does not begin like HTTP/1. */
  HttpAnswer.@Nullable Head read() {
    return status == 0 ? null : new HttpAnswer.Head(status, Map.copyOf(headers));
  }
}
