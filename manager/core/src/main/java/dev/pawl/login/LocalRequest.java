package dev.pawl.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What one browser asked for.
 *
 * @param method GET, or POST for an answer in a form (OAuth 2.0 Form Post Response Mode)
 * @param target path and query
 * @param host whom it takes this machine for
 * @param form the body of a POST; null without one
 */
record LocalRequest(String method, String target, @Nullable String host, @Nullable String form) {
  private static final int MAX_HEAD = 32 << 10;
  private static final int MAX_FORM = 32 << 10;
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String END = "\r\n\r\n";

  /** How long the browser may take; sets the time-out of the next read. */
  interface TimeLeft {
    boolean isLeft() throws IOException;
  }

  /** Null if it is no request, or one that is too long or comes too slowly. */
  static @Nullable LocalRequest read(InputStream in, TimeLeft timeLeft) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < MAX_HEAD && text.indexOf(END) < 0) {
      if (!timeLeft.isLeft()) {
        return null;
      }
      add(text, in);
    }
    int head = text.indexOf(END);
    Head found = head < 0 ? null : Head.parse(text.substring(0, head));
    if (found == null || found.formLength < 0) {
      return found == null ? null : found.request(null);
    }
    int whole = head + END.length() + found.formLength;
    while (text.length() < whole) {
      if (!timeLeft.isLeft()) {
        return null;
      }
      add(text, in);
    }
    return found.request(text.substring(head + END.length(), whole));
  }

  private static void add(StringBuilder text, InputStream in) throws IOException {
    byte[] bytes = new byte[4096];
    int count = in.read(bytes);
    if (count < 0) {
      throw new IOException("the browser left");
    }
    text.append(new String(bytes, 0, count, ISO_8859_1));
  }

  /**
   * The lines before the body.
   *
   * @param formLength of the form that follows; negative if none does
   */
  private record Head(String method, String target, @Nullable String host, int formLength) {
    static @Nullable Head parse(String text) {
      String[] lines = text.split("\r\n", -1);
      String[] words = lines[0].split(" ", -1);
      if (words.length != 3 || !words[2].matches("HTTP/1\\.[01]")) {
        return null;
      }
      String host = null;
      String type = "";
      String length = "";
      for (int i = 1; i < lines.length; i++) {
        String line = lines[i];
        if (isOf("host:", line) && host != null) {
          return null;
        }
        host = isOf("host:", line) ? line.substring(5).strip() : host;
        type = isOf("content-type:", line) ? line.substring(13).strip() : type;
        length = isOf("content-length:", line) ? line.substring(15).strip() : length;
      }
      return new Head(words[0], words[1], host, words[0].equals("POST") ? form(type, length) : -1);
    }

    private static boolean isOf(String name, String line) {
      return line.regionMatches(true, 0, name, 0, name.length());
    }

    private static int form(String type, String length) {
      int bytes = length.matches("[0-9]{1,5}") ? Integer.parseInt(length) : -1;
      boolean form = type.regionMatches(true, 0, FORM, 0, FORM.length());
      return form && bytes <= MAX_FORM ? bytes : -1;
    }

    LocalRequest request(@Nullable String form) {
      return new LocalRequest(method, target, host, form);
    }
  }

  /* Another name for this machine is a page of somebody else that was made to lead here. */
  boolean isFor(String address) {
    boolean here = address.equalsIgnoreCase(host) || isUsualPort(address);
    return (method.equals("GET") || form != null) && target.startsWith("/") && here;
  }

  private boolean isUsualPort(String address) {
    return address.endsWith(":80") && address.equalsIgnoreCase(host + ":80");
  }

  String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /** The parameters as they were sent: in the form, or else in the query. */
  @Nullable String parameters() {
    return form == null ? query() : form;
  }

  @Nullable String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? null : target.substring(mark + 1);
  }
}
