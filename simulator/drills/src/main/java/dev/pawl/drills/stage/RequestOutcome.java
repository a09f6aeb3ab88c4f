package dev.pawl.drills.stage;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one request of an application came to.
 *
 * @param child which process asked
 * @param members as the child told them
 */
public record RequestOutcome(String child, JsonNode members) {
  /** Tells whether a token or an accepted call came of it. */
  public boolean isServed() {
    return reason().isEmpty();
  }

  /** Returns the reason of the refusal; empty if it was served. */
  public String reason() {
    return text("reason");
  }

  /** Returns the message of the refusal; empty if it was served. */
  public String message() {
    return text("message");
  }

  /** Returns the fingerprint of the token; empty if there was none. */
  public String fingerprint() {
    return text("token");
  }

  /** Returns the generation of the token; 0 if there was none. */
  public long generation() {
    return number("generation");
  }

  /** Returns how long it took, in microseconds. */
  public long micros() {
    return number("micros");
  }

  /** Returns how often the API refused a token on the way. */
  public long rejections() {
    return number("rejections");
  }

  /** Tells whether the rejected token had been replaced before its rejection was reported. */
  public boolean isLateReport() {
    return members.path("late").asBoolean();
  }

  /** Returns when it was answered, on the machine's monotonic clock. */
  public long endNanos() {
    return number("endNanos");
  }

  /** Returns how long the process was asked to wait; 0 if it was not. */
  public long retryAfterMillis() {
    return number("retryAfterMillis");
  }

  private long number(String name) {
    return members.path(name).asLong();
  }

  private String text(String name) {
    return members.path(name).asText("");
  }
}
