package dev.pawl.simulator.core.ledger;

import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.core.operation.Service;

/**
 * What happened, before the ledger gives it a number and a time. Tokens appear by label ({@code
 * F1.rt3}) only.
 *
 * @param operation what was asked for
 * @param outcome what was decided
 * @param family name of the token family; empty if none is known
 * @param presented label of the token that was presented; empty if none is known
 * @param issued label of the refresh token, code or key that came of it; empty if none did
 * @param access label of the access token that came of it; empty if none did
 * @param fault text of the fault that struck; empty if none did
 * @param status the HTTP status of the answer as it left; 0 if no whole head was to leave
 * @param caller who asked
 */
public record Event(
    Operation operation,
    Outcome outcome,
    String family,
    String presented,
    String issued,
    String access,
    String fault,
    int status,
    Caller caller) {

  /** Returns an event without tokens and outcome yet: granted. */
  public static Event of(Operation operation, String family, Caller caller) {
    return new Event(operation, Outcome.GRANTED, family, "", "", "", "", 0, caller);
  }

  /** Returns this event as one of another service's operation of the same name. */
  public Event at(Service service) {
    return new Event(
        operation.at(service), outcome, family, presented, issued, access, fault, status, caller);
  }

  /** Returns this event as one about a family. */
  public Event family(String name) {
    return new Event(operation, outcome, name, presented, issued, access, fault, status, caller);
  }

  /** Returns this event with another outcome. */
  public Event outcome(Outcome other) {
    return new Event(operation, other, family, presented, issued, access, fault, status, caller);
  }

  /** Returns this event with the label of the token that was presented. */
  public Event presented(String label) {
    return new Event(operation, outcome, family, label, issued, access, fault, status, caller);
  }

  /** Returns this event with the label of what was issued. */
  public Event issued(String label) {
    return new Event(operation, outcome, family, presented, label, access, fault, status, caller);
  }

  /** Returns this event with the label of the access token that was issued. */
  public Event access(String label) {
    return new Event(operation, outcome, family, presented, issued, label, fault, status, caller);
  }

  /** Returns this event with the text of a fault. */
  public Event fault(String text) {
    return new Event(operation, outcome, family, presented, issued, access, text, status, caller);
  }

  /** Returns this event with the answer's status. */
  public Event status(int code) {
    return new Event(operation, outcome, family, presented, issued, access, fault, code, caller);
  }

  /** Returns this event as the beginning of a family. */
  public Event login(String newFamily) {
    Operation login = Operation.LOGIN.at(operation.service());
    return new Event(login, outcome, newFamily, presented, issued, access, fault, status, caller);
  }
}
