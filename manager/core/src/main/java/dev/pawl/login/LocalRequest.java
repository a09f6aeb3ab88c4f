package dev.pawl.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What one browser asked for. */
record LocalRequest(String method, String target, @Nullable String host) {
  private static final int MAX_HEAD = 32 << 10;

  /** How long the browser may take; sets the time-out of the next read. */
  interface TimeLeft {
    boolean isLeft() throws IOException;
  }

  /** Null if it is no request, or one that is too long or comes too slowly. */
  static @Nullable LocalRequest read(InputStream in, TimeLeft timeLeft) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < MAX_HEAD && !isWhole(head)) {
      if (!timeLeft.isLeft()) {
        return null;
      }
      byte[] bytes = new byte[4096];
      int count = in.read(bytes);
      if (count < 0) {
        throw new IOException("the browser left");
      }
      head.append(new String(bytes, 0, count, ISO_8859_1));
    }
    return isWhole(head) ? parse(head.toString()) : null;
  }

  private static boolean isWhole(StringBuilder head) {
    return head.indexOf("\r\n\r\n") >= 0;
  }

  private static @Nullable LocalRequest parse(String head) {
    String[] lines = head.substring(0, head.indexOf("\r\n\r\n")).split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    String host = null;
    for (int i = 1; i < lines.length; i++) {
      if (lines[i].regionMatches(true, 0, "host:", 0, 5)) {
        if (host != null) {
          return null;
        }
        host = lines[i].substring(5).strip();
      }
    }
    boolean known = words.length == 3 && words[2].matches("HTTP/1\\.[01]");
    return known ? new LocalRequest(words[0], words[1], host) : null;
  }

  /* Another name for this machine is a page of somebody else that was made to lead here. */
  boolean isFor(String address) {
    boolean here = address.equalsIgnoreCase(host) || isUsualPort(address);
    return method.equals("GET") && target.startsWith("/") && here;
  }

  private boolean isUsualPort(String address) {
    return address.endsWith(":80") && address.equalsIgnoreCase(host + ":80");
  }

  String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  @Nullable String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? null : target.substring(mark + 1);
  }
}
