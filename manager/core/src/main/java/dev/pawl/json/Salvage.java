package dev.pawl.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of a text that should be a JSON object, however it is damaged: cut, followed by
 * something else, with members twice, with numbers that are none.
 *
 * @param fields the members at the top level that were read whole, as {@link Json} gives them; of
 *     several of one name the last, as most readers have it, but no token is taken away by a later
 *     one that is empty or no text. Deep or absurd values are left out
 * @param intact whether the object was followed to its last brace, so that a member that is not
 *     there was not sent
 */
public record Salvage(Map<String, @Nullable Object> fields, boolean intact) {
  /** The names, never a value. */
  @Override
  public String toString() {
    return "Salvage[fields=" + fields.size() + ", intact=" + intact + "]";
  }
}
