package dev.pawl.simulator.core.ledger;

import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the ledger.
 *
 * @param sequence position in the order of commits, from 1
 * @param time virtual time of the authorization server
 * @param nanos {@link System#nanoTime()} of the simulator's JVM
 * @param event what happened
 */
public record LedgerEntry(long sequence, Instant time, long nanos, Event event) {

  /** Returns what was asked for. */
  public Operation operation() {
    return event.operation();
  }

  /** Tells whether this is a decision on a request for an operation: not one that is held back. */
  public boolean isOf(Operation operation) {
    return operation().equals(operation) && outcome() != Outcome.HELD;
  }

  /** Returns what was decided. */
  public Outcome outcome() {
    return event.outcome();
  }

  /** Returns the name of the family; empty if none is known. */
  public String family() {
    return event.family();
  }

  /** Returns the label of the presented token; empty if none is known. */
  public String presented() {
    return event.presented();
  }

  /** Returns the label of the access token that was issued; empty if none was. */
  public String access() {
    return event.access();
  }

  /**
   * Returns the label of what else was issued, such as the next refresh token; empty if nothing.
   */
  public String issued() {
    return event.issued();
  }

  /** Returns the HTTP status of the answer as it left; 0 if no whole head was to leave. */
  public int status() {
    return event.status();
  }

  /** Returns the text of the fault that struck; empty if none did. */
  public String fault() {
    return event.fault();
  }

  /** Returns who asked. */
  public Caller caller() {
    return event.caller();
  }

  /** Returns the members of this entry's line in JSON Lines. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("sequence", sequence);
    members.put("time", time.toString());
    members.put("nanos", nanos);
    members.put("operation", operation().toString());
    members.put("outcome", outcome().name());
    members.put("status", status());
    members.put("family", family());
    members.put("presented", presented());
    members.put("issued", issued());
    members.put("access", access());
    members.put("fault", fault());
    members.put("process", caller().process());
    members.put("pid", caller().pid());
    members.put("client", caller().client());
    members.put("userAgent", caller().userAgent());
    return members;
  }
}
