package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.PossessionProofs;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.jwt.TokenReader;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.core.operation.Service;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A simulated API that access tokens open. It goes by its own clock, {@link Service#API}, answers
 * with the label of the token used and refuses in a vendor's shapes. Thread-safe.
 */
public final class ProtectedApi implements Endpoint {
  private final World world;
  private final Registry registry;
  private final Guard guard;
  private final BoundTokens bound;
  private final ReentrantLock strangers = new ReentrantLock();
  private final AtomicLong requests = new AtomicLong();
  private volatile RejectionShape revokedShape = RejectionShape.REVOKED_403;
  private volatile boolean demandsClaims;

  ProtectedApi(World world, Registry registry, TokenReader reader) {
    this.world = world;
    this.registry = registry;
    this.guard = new Guard(world, Service.API);
    this.bound =
        new BoundTokens(
            new PossessionProofs(
                reader, () -> world.clock().instant(Service.API), Service.API.name()));
  }

  /** Sets the shape in which revoked tokens are refused; expired and unknown ones keep theirs. */
  public void rejectionShape(RejectionShape shape) {
    revokedShape = shape;
  }

  /**
   * Has tokens open it only if they came from a refresh with the claims that it names in its
   * refusal, as Entra ID's claims challenge has it; or all of them again.
   */
  public void demandClaims(boolean demands) {
    demandsClaims = demands;
  }

  /**
   * Answers a call; the token comes as a bearer token (RFC 6750, section 2.1), with a proof of
   * possession (RFC 9449, section 7.1) or in {@code x-api-key}.
   */
  @Override
  public DeliveredReply handle(Request request) {
    String requestId = String.format(Locale.ROOT, "req_sim%08d", requests.incrementAndGet());
    AccessToken token = registry.accessToken(presented(request)).orElse(null);
    Event event =
        Event.of(Operation.CALL, token == null ? "" : token.family().name, request.caller());
    DeliveredReply answer =
        token == null
            ? guard.serve(
                strangers,
                event,
                known -> refuse(known, Outcome.UNKNOWN, RejectionShape.UNKNOWN_401, requestId))
            : guard.serve(
                token.family().lock,
                event.presented(token.label()),
                known -> decide(request, token, known, requestId));
    Reply told = token == null ? answer.reply() : bound.told(answer.reply(), token);
    return answer.with(told.header("request-id", requestId));
  }

  private Decision decide(Request request, AccessToken token, Event event, String requestId) {
    Optional<Decision> unproven = bound.refusal(request, token, event);
    if (unproven.isPresent()) {
      return unproven.get();
    }
    if (token.isRevoked()) {
      return refuse(event, Outcome.REVOKED, revokedShape, requestId);
    }
    if (!world.clock().instant(Service.API).isBefore(token.expiry())) {
      return refuse(event, Outcome.EXPIRED, RejectionShape.EXPIRED_401, requestId);
    }
    if (demandsClaims && !ClaimsChallenge.isMetBy(token)) {
      Instant now = world.clock().instant(Service.API);
      return Decision.of(
          event.outcome(Outcome.INSUFFICIENT_CLAIMS), ClaimsChallenge.reply(now, requestId));
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", request.path().endsWith("/whoami") ? "identity" : "message");
    members.put("account", token.family().account);
    members.put("family", token.family().name);
    members.put("token", token.label());
    return Decision.of(event, Reply.json(200, members));
  }

  private Decision refuse(Event event, Outcome outcome, RejectionShape shape, String requestId) {
    return Decision.of(
        event.outcome(outcome), shape.reply(world.clock().instant(Service.API), requestId));
  }

  static String presented(Request request) {
    return request
        .header("authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).strip())
        .or(() -> BoundTokens.presented(request))
        .or(() -> request.header("x-api-key"))
        .orElse("");
  }
}
