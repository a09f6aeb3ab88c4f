package dev.pawl.directory;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a profile's login itself ends, for commands that live for some milliseconds: looks for the
 * field in its file as Pawl writes it, without a parser.
 */
public final class LoginEndPeek {
  private static final String FIELD = "\n  \"login_ends_at\": ";
  private static final int MOST = 4 << 20;
  private static final int DIGITS = 15;

  private LoginEndPeek() {}

  /** The time; null if the file does not say. */
  public static @Nullable Instant of(StateDirectory directory, String profile) {
    Path file = directory.record(profile);
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      String text = new String(in.readNBytes(MOST), StandardCharsets.ISO_8859_1);
      int at = text.indexOf(FIELD);
      return at < 0 ? null : number(text, at + FIELD.length());
    } catch (IOException e) {
      return null; // nothing is there, or whoever reads it says what is wrong
    }
  }

  private static @Nullable Instant number(String text, int from) {
    int end = from;
    while (end < text.length() && end - from < DIGITS && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end == from ? null : Instant.ofEpochMilli(Long.parseLong(text, from, end, 10));
  }
}
