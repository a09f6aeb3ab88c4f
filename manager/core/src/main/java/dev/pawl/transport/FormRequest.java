package dev.pawl.transport;

import java.util.Map;

/**
 * A form that is posted.
 *
 * @param address where to
 * @param fields of the form, in their order; may hold secrets
 * @param headers beside those that every request has; may hold secrets
 */
public record FormRequest(
    Address address, Map<String, String> fields, Map<String, String> headers) {
  /** Names the address, never a value. */
  @Override
  public String toString() {
    return "FormRequest[" + address + "]";
  }
}
