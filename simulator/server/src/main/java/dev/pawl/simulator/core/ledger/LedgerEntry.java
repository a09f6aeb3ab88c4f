package dev.pawl.simulator.core.ledger;

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
  public Kind kind() {
    return event.kind();
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
  public String token() {
    return event.token();
  }

  /** Returns the text of the fault that struck; empty if none did. */
  public String fault() {
    return event.fault();
  }

  /** Returns the client's label or connection. */
  public String client() {
    return event.client();
  }

  /** Returns the members of this entry's line in JSON Lines. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("sequence", sequence);
    members.put("time", time.toString());
    members.put("nanos", nanos);
    members.put("kind", kind().name());
    members.put("outcome", outcome().name());
    members.put("family", family());
    members.put("token", token());
    members.put("fault", fault());
    members.put("client", client());
    return members;
  }
}
