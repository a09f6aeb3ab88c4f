package dev.pawl.simulator.core;

import dev.pawl.simulator.core.DeviceGrant.State;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where a person types the code that a device shows (RFC 8628, section 3.3) and approves or denies:
 * a form, or {@code POST} of {@code user_code}, {@code decision} and, to be somebody, {@code
 * account}.
 */
final class DevicePage implements Endpoint {
  static final String PATH = "/device";

  private final Realm realm;
  private final Guard guard;
  private final ReentrantLock strangers = new ReentrantLock();

  DevicePage(Realm realm) {
    this.realm = realm;
    this.guard = realm.guard();
  }

  @Override
  public DeliveredReply handle(Request request) {
    String typed = request.parameter("user_code").orElse("");
    Event event = Event.of(Operation.CONSENT, "", request.caller());
    return switch (request.method()) {
      case "GET" ->
          guard.serve(
              strangers,
              event,
              known ->
                  Decision.of(
                      known.outcome(Outcome.PENDING),
                      Reply.html(200, form(request.path(), typed))));
      case "POST" -> decide(request, typed, event);
      default -> DeliveredReply.of(Reply.empty(405).header("Allow", "GET, POST"));
    };
  }

  private DeliveredReply decide(Request request, String typed, Event event) {
    DeviceGrant grant = realm.registry().typed(typed).orElse(null);
    return grant == null
        ? guard.serve(
            strangers,
            event,
            known ->
                Decision.of(
                    known.outcome(Outcome.UNKNOWN),
                    page(404, "No device is waiting for that code.")))
        : guard.serve(
            grant.lock, event.presented(grant.label), known -> decide(request, grant, known));
  }

  private Decision decide(Request request, DeviceGrant grant, Event event) {
    boolean tooOld = !realm.now().isBefore(grant.expiry);
    if (grant.state != State.PENDING || tooOld) {
      return Decision.of(
          event.outcome(tooOld ? Outcome.EXPIRED : Outcome.INVALID_GRANT),
          page(409, "That code has been used or is too old."));
    }
    String decision = request.parameter("decision").orElse("");
    if (!decision.equals("approve") && !decision.equals("deny")) {
      return Decision.of(
          event.outcome(Outcome.INVALID_REQUEST),
          page(400, "The parameter 'decision' is approve or deny."));
    }
    boolean approved = decision.equals("approve");
    grant.state = approved ? State.APPROVED : State.DENIED;
    grant.account = request.parameter("account").orElse("alice");
    return Decision.of(
        event.outcome(approved ? Outcome.GRANTED : Outcome.DENIED),
        page(200, approved ? "Approved. Go back to your device." : "Denied."));
  }

  private static Reply page(int status, String text) {
    return Reply.html(status, "<!doctype html><title>Simulator</title><h1>" + text + "</h1>");
  }

  /* The path is one of the routes: nothing in it has to be escaped. */
  private static String form(String path, String typed) {
    String shown = typed.replaceAll("[^A-Za-z-]", "");
    return """
        <!doctype html><title>Simulator</title><h1>Log in a device</h1>
        <form method="post" action="%s">
        <p><label>Code <input name="user_code" value="%s" autofocus></label></p>
        <p><label>Account <input name="account" value="alice"></label></p>
        <p><button name="decision" value="approve">Approve</button>
        <button name="decision" value="deny">Deny</button></p>
        </form>
        """
        .formatted(path, shown);
  }
}
