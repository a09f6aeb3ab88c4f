package dev.pawl.simulator.core;

import dev.pawl.simulator.core.DeviceGrant.State;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.util.Locale;

/**
 * Where a person types the code that a device shows (RFC 8628, section 3.3) and approves or denies:
 * a form, or {@code POST} of {@code user_code}, {@code decision} and, to be somebody, {@code
 * account}.
 */
final class DevicePage implements Endpoint {
  static final String PATH = "/device";

  private final Realm realm;

  DevicePage(Realm realm) {
    this.realm = realm;
  }

  @Override
  public DeliveredReply handle(Request request) {
    String typed = request.parameter("user_code").orElse("");
    return switch (request.method()) {
      case "GET" -> DeliveredReply.of(Reply.html(200, form(request.path(), typed)));
      case "POST" -> DeliveredReply.of(decide(request, typed));
      default -> DeliveredReply.of(Reply.empty(405).header("Allow", "GET, POST"));
    };
  }

  private Reply decide(Request request, String typed) {
    DeviceGrant grant =
        realm.registry().deviceGrant(typed.toUpperCase(Locale.ROOT).strip()).orElse(null);
    if (grant == null) {
      Event event = Event.of(Operation.CONSENT, "", request.caller());
      realm.enter(event.outcome(Outcome.UNKNOWN).status(404));
      return page(404, "No device is waiting for that code.");
    }
    boolean approved = request.parameter("decision").orElse("").equals("approve");
    grant.lock.lock();
    try {
      if (grant.state != State.PENDING || !realm.now().isBefore(grant.expiry)) {
        return page(409, "That code has been used or is too old.");
      }
      grant.state = approved ? State.APPROVED : State.DENIED;
      grant.account = request.parameter("account").orElse("alice");
      realm.enter(
          Event.of(Operation.CONSENT, "", request.caller())
              .presented(grant.label)
              .outcome(DeviceEndpoint.outcome(grant.state))
              .status(200));
    } finally {
      grant.lock.unlock();
    }
    return page(200, approved ? "Approved. Go back to your device." : "Denied.");
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
