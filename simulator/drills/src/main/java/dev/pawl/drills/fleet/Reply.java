package dev.pawl.drills.fleet;

import java.util.List;
import java.util.Map;

/**
 * What a child answered.
 *
 * @param child its name
 * @param members the answer's members
 */
public record Reply(String child, Map<String, Object> members) {
  /** Tells whether the child did what it was told. */
  public boolean isOk() {
    return !members.containsKey("error");
  }

  /** Returns the reason of a failure; empty if there was none. */
  public String error() {
    return text("error");
  }

  /** Returns the message of a failure; empty if there was none. */
  public String message() {
    return text("message");
  }

  /** Returns a member's text; empty if it is absent. */
  public String text(String name) {
    Object value = members.get(name);
    return value == null ? "" : value.toString();
  }

  /** Returns a member's number; 0 if it is absent. */
  public long number(String name) {
    return members.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** Returns the objects of a member that is a list; none if it is absent. */
  @SuppressWarnings("unchecked") // a list of objects is what JSON makes of one
  public List<Map<String, Object>> list(String name) {
    Object value = members.get(name);
    return value == null ? List.of() : (List<Map<String, Object>>) value;
  }
}
