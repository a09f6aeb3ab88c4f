package dev.pawl.drills.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a child answered.
 *
 * @param child its name
 * @param members the answer's members
 */
public record ChildReply(String child, JsonNode members) {
  /** Tells whether the child did what it was told. */
  public boolean isOk() {
    return !members.has("error");
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
    return members.path(name).asText("");
  }

  /** Returns a member's number; 0 if it is absent. */
  public long number(String name) {
    return members.path(name).asLong();
  }

  /** Returns the objects of a member that is a list; none if it is absent. */
  public List<JsonNode> list(String name) {
    return members.path(name).valueStream().toList();
  }
}
