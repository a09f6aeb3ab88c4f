package dev.pawl.simulator.core.ledger;

/**
 * What happened, before the ledger gives it a number and a time. Tokens appear by label ({@code
 * F1.rt3}) only.
 *
 * @param kind what was asked for
 * @param outcome what was decided
 * @param family name of the token family; empty if none is known
 * @param token label of the token that was presented; empty if none is known
 * @param fault text of the fault that struck; empty if none did
 * @param client label or connection of the client
 */
public record Event(
    Kind kind, Outcome outcome, String family, String token, String fault, String client) {

  /** Returns an event without token and outcome yet: granted, by {@code client}. */
  public static Event of(Kind kind, String family, String client) {
    return new Event(kind, Outcome.GRANTED, family, "", "", client);
  }

  /** Returns this event with another outcome. */
  public Event outcome(Outcome other) {
    return new Event(kind, other, family, token, fault, client);
  }

  /** Returns this event with a token's label. */
  public Event token(String label) {
    return new Event(kind, outcome, family, label, fault, client);
  }

  /** Returns this event with the text of a fault. */
  public Event fault(String text) {
    return new Event(kind, outcome, family, token, text, client);
  }

  /** Returns this event as one of another kind. */
  public Event kind(Kind other) {
    return new Event(other, outcome, family, token, fault, client);
  }
}
