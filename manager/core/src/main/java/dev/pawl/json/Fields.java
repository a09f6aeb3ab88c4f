package dev.pawl.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, asked for by name and type; a complaint names the field.
 *
 * @param asMap the object, in the order of the text
 */
public record Fields(Map<String, @Nullable Object> asMap) {
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** The object that {@code utf8} holds. */
  public static Fields read(byte[] utf8) throws JsonException {
    return new Fields(Json.read(utf8));
  }

  /** The text of a field that must be there. */
  public String text(String name) throws JsonException {
    String text = textOrNull(name);
    if (text == null) {
      throw malformed(name, "is missing");
    }
    return text;
  }

  /** The text of a field that may be absent. */
  public String text(String name, String otherwise) throws JsonException {
    String text = textOrNull(name);
    return text == null ? otherwise : text;
  }

  /** The text of a field; null if it is absent. */
  public @Nullable String textOrNull(String name) throws JsonException {
    return Json.text(asMap, name);
  }

  /** A whole number; a fraction is cut off, a number written as text is read. */
  public long integer(String name, long otherwise) throws JsonException {
    BigDecimal decimal = Json.decimal(asMap, name);
    if (decimal == null) {
      return otherwise;
    }
    if (decimal.abs().compareTo(LARGEST) > 0) {
      throw malformed(name, "is out of range");
    }
    return decimal.setScale(0, RoundingMode.DOWN).longValueExact();
  }

  /** The texts of a list; empty if it is absent. */
  public List<String> texts(String name) throws JsonException {
    Object value = asMap.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw malformed(name, "is not a list");
    }
    List<String> texts = new ArrayList<>();
    for (Object element : list) {
      if (!(element instanceof String text)) {
        throw malformed(name, "holds something that is not text");
      }
      texts.add(text);
    }
    return texts;
  }

  /** The object of a field; null if it is absent. */
  public @Nullable Fields object(String name) throws JsonException {
    Map<String, @Nullable Object> object = Json.object(asMap, name);
    return object == null ? null : new Fields(object);
  }

  /** The objects of a list; empty if it is absent. */
  public List<Fields> objects(String name) throws JsonException {
    Object value = asMap.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw malformed(name, "is not a list");
    }
    List<Fields> objects = new ArrayList<>();
    for (Object element : list) {
      Fields object = new Fields(Collections.singletonMap(name, element)).object(name);
      if (object == null) {
        throw malformed(name, "holds something that is no object");
      }
      objects.add(object);
    }
    return objects;
  }

  /** A complaint about field {@code name}; never quotes a value. */
  public static JsonException malformed(String name, String what) {
    return new JsonException("field " + name + " " + what);
  }
}
