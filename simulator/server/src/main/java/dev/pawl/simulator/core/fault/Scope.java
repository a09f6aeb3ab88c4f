package dev.pawl.simulator.core.fault;

import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.core.operation.Service;
import java.util.Optional;

/**
 * Which requests a fault concerns, whenever they come.
 *
 * @param service whose operations; empty for any service
 * @param operation which operation, of that service; empty for any
 * @param family name of the token family; empty for any, also for none
 * @param caller a process's label or connection, a client's id, or {@code pid:NUMBER}; empty for
 *     anybody
 */
public record Scope(
    Optional<Service> service,
    Optional<Operation> operation,
    Optional<String> family,
    Optional<String> caller) {

  /** Every request of every service. */
  public static final Scope ANY =
      new Scope(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Returns every request for an operation. */
  public static Scope of(Operation operation) {
    return new Scope(
        Optional.of(operation.service()),
        Optional.of(operation),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns every request to a service. */
  public static Scope of(Service service) {
    return new Scope(Optional.of(service), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Returns this scope for one family. */
  public Scope family(String name) {
    return new Scope(service, operation, Optional.of(name), caller);
  }

  /** Returns this scope for one process or client. */
  public Scope caller(String who) {
    return new Scope(service, operation, family, Optional.of(who));
  }

  boolean holds(Event request) {
    return service.map(request.operation().service()::equals).orElse(true)
        && operation.map(request.operation()::equals).orElse(true)
        && family.map(request.family()::equals).orElse(true)
        && caller.map(who -> is(request.caller(), who)).orElse(true);
  }

  private static boolean is(Caller caller, String who) {
    return who.equals(caller.process())
        || who.equals(caller.client())
        || who.equals("pid:" + caller.pid());
  }

  /** Returns the operations' word: {@code any}, {@code oauth.*} or {@code oauth.refresh}. */
  String word() {
    return operation
        .map(Operation::toString)
        .or(() -> service.map(name -> name + ".*"))
        .orElse("any");
  }
}
