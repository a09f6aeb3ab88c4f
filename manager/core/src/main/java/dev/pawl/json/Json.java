package dev.pawl.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects as plain maps: what is not understood survives a round trip.
 *
 * <p>An object becomes a {@code Map} in the order of the text, an array a {@code List}, a number a
 * {@code Long} or else the exact {@code BigDecimal}; the rest is {@code String}, {@code Boolean}
 * and null. The maps and lists are fresh and may be changed. Stateless, so thread-safe.
 */
public final class Json {
  /** The longest text that is read, in bytes or characters. */
  public static final int MAX_LENGTH = JsonLimits.LENGTH;

  /** The deepest nesting that is read or written; the object itself counts as one. */
  public static final int MAX_DEPTH = JsonLimits.DEPTH;

  private static final int MAX_EXPONENT = 1_000;
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,400}(\\.[0-9]{1,400})?([eE][-+]?[0-9]{1,4})?");

  private Json() {}

  /**
   * The object that {@code utf8} holds; a byte order mark before it is skipped.
   *
   * @throws JsonException if it is not UTF-8, or as {@link #read(String)} says
   */
  public static Map<String, @Nullable Object> read(byte[] utf8) throws JsonException {
    return JsonReader.read(utf8);
  }

  /**
   * The object that {@code text} holds.
   *
   * @throws JsonException if it is not exactly one object as RFC 8259 has it, names a field twice,
   *     is longer than {@link #MAX_LENGTH} or deeper than {@link #MAX_DEPTH}
   */
  public static Map<String, @Nullable Object> read(String text) throws JsonException {
    return JsonReader.read(text);
  }

  /**
   * The line, counted from 1, on which a field's name stands; 0 if there is no such field.
   *
   * @param path the names of the objects around the field, and its own
   * @throws JsonException as {@link #read(byte[])}
   */
  public static int line(byte[] utf8, List<String> path) throws JsonException {
    return JsonReader.line(utf8, path);
  }

  /**
   * {@code fields} on one line, in their order, in ASCII.
   *
   * @throws IllegalArgumentException if a value has no JSON form
   */
  public static String write(Map<String, ? extends @Nullable Object> fields) {
    return JsonWriter.write(fields, false);
  }

  /** As {@link #write}, indented, with a line feed at the end. */
  public static String writePretty(Map<String, ? extends @Nullable Object> fields) {
    return JsonWriter.write(fields, true);
  }

  /**
   * The text of field {@code name}; null if it is absent or null.
   *
   * @throws JsonException if it is something else
   */
  public static @Nullable String text(Map<String, ? extends @Nullable Object> fields, String name)
      throws JsonException {
    Object value = fields.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw unexpected(name, "text", value);
  }

  /**
   * The number of field {@code name}, also where it is written as text; null if it is absent or
   * null.
   *
   * @throws JsonException if it is something else, or beyond 10 to the 1,000
   */
  public static @Nullable BigDecimal decimal(
      Map<String, ? extends @Nullable Object> fields, String name) throws JsonException {
    Object value = fields.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Number || (value instanceof String text && isNumber(text))) {
      BigDecimal decimal =
          value instanceof BigDecimal exact ? exact : new BigDecimal(value.toString().trim());
      if (Math.abs((long) decimal.precision() - decimal.scale()) <= MAX_EXPONENT) {
        return decimal;
      }
    }
    throw unexpected(name, "a number", value);
  }

  /**
   * The truth of field {@code name}, also where it is written as text; null if it is absent or
   * null.
   *
   * @throws JsonException if it is something else
   */
  public static @Nullable Boolean bool(Map<String, ? extends @Nullable Object> fields, String name)
      throws JsonException {
    Object value = fields.get(name);
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    if (value.equals("true") || value.equals("false")) {
      return value.equals("true");
    }
    throw unexpected(name, "true or false", value);
  }

  /**
   * The object of field {@code name}; null if it is absent or null.
   *
   * @throws JsonException if it is something else
   */
  public static @Nullable Map<String, @Nullable Object> object(
      Map<String, ? extends @Nullable Object> fields, String name) throws JsonException {
    Object value = fields.get(name);
    if (value == null || value instanceof Map<?, ?>) {
      @SuppressWarnings("unchecked") // every map that the reader makes has this type
      Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) value;
      return object;
    }
    throw unexpected(name, "an object", value);
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text.trim()).matches();
  }

  private static JsonException unexpected(String name, String expected, Object found) {
    return new JsonException("field " + name + ": expected " + expected + ", found " + kind(found));
  }

  private static String kind(Object value) {
    if (value instanceof String) {
      return "text";
    }
    if (value instanceof Number) {
      return "a number";
    }
    if (value instanceof Map<?, ?>) {
      return "an object";
    }
    return value instanceof List<?> ? "a list" : "true or false";
  }
}
