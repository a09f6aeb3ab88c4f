package dev.pawl.fleet;

import org.jspecify.annotations.Nullable;

/**
 * A record that is to be written.
 *
 * @param body at most 256 KiB of JSON, whose tokens are sealed
 * @param print keyed fingerprint of its refresh token, unique over all profiles of the store; null
 *     if it has none. The store keeps it as a key of its own, written and freed in the same atomic
 *     step as the record
 */
public record RecordUpdate(String body, @Nullable String print) {

  /** Without the body. */
  @Override
  public String toString() {
    return "RecordUpdate[" + body.length() + " characters, print=" + print + "]";
  }
}
