package dev.pawl.directory;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a profile's login itself ends, and which scopes it has, for commands that live for some
 * milliseconds: looks for the field in its file as Pawl writes it, without a parser.
 */
public final class LoginEndPeek {
  private static final String FIELD = "\n  \"login_ends_at\": ";
  private static final String TOLD = "\n  \"login_end_told\": ";
  private static final String ASKED = "\n  \"scope\": \"";
  private static final String GRANTED = "\n  \"granted_scope\": \"";
  private static final int MOST = 4 << 20;
  private static final int DIGITS = 15;

  private LoginEndPeek() {}

  /** The time; null if the file does not say. */
  public static @Nullable Instant of(StateDirectory directory, String profile) {
    return number(text(directory, profile), FIELD);
  }

  /** What one answer told and no other has confirmed; null if the file does not say. */
  public static @Nullable Instant told(StateDirectory directory, String profile) {
    return number(text(directory, profile), TOLD);
  }

  /** The scopes that were asked for and those that were told instead; null without the latter. */
  public static @Nullable Scopes scopes(StateDirectory directory, String profile) {
    String text = text(directory, profile);
    String told = value(text, GRANTED);
    return told == null
        ? null
        : new Scopes(Objects.requireNonNullElse(value(text, ASKED), ""), told);
  }

  /**
   * Scopes, separated by spaces.
   *
   * @param asked at the login
   * @param granted by the last answer that told any
   */
  public record Scopes(String asked, String granted) {}

  /* No character of a scope is escaped. */
  private static @Nullable String value(String text, String field) {
    int at = text.indexOf(field);
    int end = at < 0 ? -1 : text.indexOf('"', at + field.length());
    return end < 0 ? null : text.substring(at + field.length(), end);
  }

  private static String text(StateDirectory directory, String profile) {
    Path file = directory.record(profile);
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return new String(in.readNBytes(MOST), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // nothing is there, or whoever reads it says what is wrong
    }
  }

  private static @Nullable Instant number(String text, String field) {
    int at = text.indexOf(field);
    return at < 0 ? null : number(text, at + field.length());
  }

  private static @Nullable Instant number(String text, int from) {
    int end = from;
    while (end < text.length() && end - from < DIGITS && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end == from ? null : Instant.ofEpochMilli(Long.parseLong(text, from, end, 10));
  }
}
