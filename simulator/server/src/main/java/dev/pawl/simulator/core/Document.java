package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Operation;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A JSON document that anybody may read. */
final class Document implements Endpoint {
  private final Operation operation;
  private final Supplier<Map<String, Object>> members;
  private final Guard guard;
  private final ReentrantLock lock = new ReentrantLock();

  Document(Realm realm, Operation operation, Supplier<Map<String, Object>> members) {
    this.operation = operation;
    this.members = members;
    this.guard = realm.guard();
  }

  @Override
  public DeliveredReply handle(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return DeliveredReply.of(Reply.empty(405).header("Allow", "GET, HEAD"));
    }
    Event event = Event.of(operation, "", request.caller());
    return guard.serve(lock, event, known -> Decision.of(known, Reply.json(200, members.get())));
  }
}
