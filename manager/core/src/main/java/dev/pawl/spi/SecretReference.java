package dev.pawl.spi;

import java.util.Locale;
import java.util.Objects;

/**
 * Where a secret is, in one word of text: {@code file:/PATH}, {@code env:NAME}, {@code
 * command:LINE} or {@code text:SECRET}. Only the last holds one. Immutable.
 *
 * @param kind what kind of place
 * @param place the path, the name or the line; of {@link Kind#TEXT} the secret itself
 */
public record SecretReference(Kind kind, String place) {
  /** The kinds of places. */
  public enum Kind {
    /** A private file, named by an absolute path, whose whole content is the secret. */
    FILE,
    /** A variable of the process that needs the secret. */
    ENV,
    /** A line for the shell that prints the secret. */
    COMMAND,
    /** The reference itself. */
    TEXT;

    private String prefix() {
      return name().toLowerCase(Locale.ROOT) + ":";
    }
  }

  /** Checks that nothing is missing. */
  public SecretReference {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(place, "place");
  }

  /**
   * The reference that {@code text} is.
   *
   * @throws IllegalArgumentException if it is none; the message does not quote it, since it may be
   *     a secret
   */
  public static SecretReference parse(String text) {
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.prefix()) && text.length() > kind.prefix().length()) {
        return checked(kind, text.substring(kind.prefix().length()));
      }
    }
    throw new IllegalArgumentException("is none of file:/PATH, env:NAME and command:LINE");
  }

  private static SecretReference checked(Kind kind, String place) {
    if (place.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("holds what no name has");
    }
    if (kind == Kind.FILE && !place.startsWith("/")) {
      throw new IllegalArgumentException("names no absolute path after file:");
    }
    return new SecretReference(kind, place);
  }

  /** The text that {@link #parse} reads; of {@link Kind#TEXT} it holds the secret. */
  public String text() {
    return kind.prefix() + place;
  }

  /** As {@link #text}, without a secret. */
  @Override
  public String toString() {
    return kind == Kind.TEXT ? kind.prefix() + "***" : text();
  }
}
