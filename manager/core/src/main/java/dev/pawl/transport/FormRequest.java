package dev.pawl.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A form that is posted. {@code resource} is the one field that may be repeated (RFC 8707 section
 * 2): its values stand here with a space between them, which no address has.
 *
 * @param address where to
 * @param fields of the form, in their order; may hold secrets
 * @param headers beside those that every request has; may hold secrets
 */
public record FormRequest(
    Address address, Map<String, String> fields, Map<String, String> headers) {
  /** {@code fields} one by one: their names and values in turn. */
  public static List<Map.Entry<String, String>> each(Map<String, String> fields) {
    List<Map.Entry<String, String>> each = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          String[] values = name.equals("resource") ? value.split(" ") : new String[] {value};
          for (String one : values) {
            each.add(Map.entry(name, one));
          }
        });
    return each;
  }

  /** Names the address, never a value. */
  @Override
  public String toString() {
    return "FormRequest[" + address + "]";
  }
}
