package dev.pawl.transport;

import dev.pawl.network.ClientCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form that is posted. {@code resource} is the one field that may be repeated (RFC 8707 section
 * 2): its values stand here with a space between them, which no address has.
 *
 * @param address where to
 * @param fields of the form, in their order; may hold secrets
 * @param headers beside those that every request has; may hold secrets
 * @param certificate that is shown in TLS; null for the transport's own, if it has one
 */
public record FormRequest(
    Address address,
    Map<String, String> fields,
    Map<String, String> headers,
    @Nullable ClientCertificate certificate) {
  /** One that shows no certificate of its own. */
  public FormRequest(Address address, Map<String, String> fields, Map<String, String> headers) {
    this(address, fields, headers, null);
  }

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
