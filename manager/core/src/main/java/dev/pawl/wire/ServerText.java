package dev.pawl.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a server's words fit for a terminal: no control characters, bounded, and nothing in them of
 * the secrets that were presented.
 */
public final class ServerText {
  private static final int MAX_READ = 4_096;
  private static final int MAX_SHOWN = 200;

  /* A server that echoes only a part of the token still echoes a secret. */
  private static final int MASKED_RUN = 8;

  private final List<String> secrets = new ArrayList<>();

  public ServerText(String... secrets) {
    for (String secret : secrets) {
      if (!secret.isEmpty()) {
        this.secrets.add(secret);
        this.secrets.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
      }
    }
  }

  /** Empty if there is none. */
  public String show(@Nullable Object words) {
    if (!(words instanceof String text) || text.isBlank()) {
      return "";
    }
    String bounded = text.substring(0, Math.min(MAX_READ, text.length()));
    String masked = bounded;
    for (String secret : secrets) {
      masked = mask(masked, secret);
    }
    return escape(masked.strip());
  }

  private static String mask(String text, String secret) {
    int run = Math.min(MASKED_RUN, secret.length());
    StringBuilder masked = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = endOfRun(text, at, secret, run);
      masked.append(end > at ? "***" : text.substring(at, at + 1));
      at = Math.max(end, at + 1);
    }
    return masked.toString();
  }

  private static int endOfRun(String text, int start, String secret, int run) {
    int end = start + run;
    if (end > text.length() || !secret.contains(text.substring(start, end))) {
      return start;
    }
    while (end < text.length() && secret.contains(text.substring(start, end + 1))) {
      end++;
    }
    return end;
  }

  private static String escape(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(MAX_SHOWN).forEach(point -> append(shown, point));
    return text.codePointCount(0, text.length()) > MAX_SHOWN ? shown + "..." : shown.toString();
  }

  private static void append(StringBuilder shown, int point) {
    int type = Character.getType(point);
    boolean hidden =
        type == Character.CONTROL
            || type == Character.FORMAT
            || type == Character.SURROGATE
            || type == Character.PRIVATE_USE
            || type == Character.UNASSIGNED
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR;
    if (hidden) {
      shown.append("\\u{").append(Integer.toHexString(point)).append('}');
    } else {
      shown.appendCodePoint(point);
    }
  }
}
