package dev.pawl.simulator.cloud.azure;

import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.Guard;
import dev.pawl.simulator.core.MachineTokens;
import dev.pawl.simulator.core.MachineTokens.Issued;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Managed identities: the metadata service of an instance, and the endpoint that App Service gives
 * an application. Both give the same token for a resource until five minutes before its end. All
 * numbers are text.
 */
final class ManagedIdentity {
  private static final Duration LIFETIME = Duration.ofHours(24);
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final String PRINCIPAL = "managed-identity";

  private final World world;
  private final MachineTokens machines;
  private final Guard imds;
  private final Guard appService;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Issued> present = new LinkedHashMap<>();
  private volatile Duration lifetime = LIFETIME;

  ManagedIdentity(World world, MachineTokens machines) {
    this.world = world;
    this.machines = machines;
    this.imds = new Guard(world, AzureOperations.IMDS);
    this.appService = new Guard(world, AzureOperations.APP_SERVICE);
  }

  /* azure-identity for Java has two slashes at the beginning. */
  List<Route> routes() {
    return List.of(
        Route.of(AzureOperations.IMDS, "GET", "/+metadata/identity/oauth2/token", this::instance),
        Route.of(AzureOperations.APP_SERVICE, "GET", "/msi/token", this::application));
  }

  /** Sets the lifetime of tokens that are made from now on. */
  void lifetime(Duration virtual) {
    lifetime = virtual;
  }

  void reset() {
    lifetime = LIFETIME;
    lock.lock();
    try {
      present.clear();
    } finally {
      lock.unlock();
    }
  }

  private DeliveredReply instance(Request request) {
    boolean isMeant = request.header("metadata").filter("true"::equalsIgnoreCase).isPresent();
    return imds.serve(
        lock,
        event(AzureOperations.IMDS_TOKEN, request),
        event ->
            isMeant
                ? token(request, event, AzureOperations.IMDS.name())
                : refused(event, "metadata_header"));
  }

  private DeliveredReply application(Request request) {
    boolean isMeant =
        request.header("x-identity-header").filter(Azure.IDENTITY_HEADER::equals).isPresent();
    return appService.serve(
        lock,
        event(AzureOperations.APP_SERVICE_TOKEN, request),
        event ->
            isMeant
                ? token(request, event, AzureOperations.APP_SERVICE.name())
                : refused(event, "identity_header"));
  }

  private Event event(Operation operation, Request request) {
    return Event.of(operation, machines.family(PRINCIPAL), request.caller());
  }

  private Decision refused(Event event, String code) {
    Instant now = world.clock().instant(event.operation().service());
    return Decision.of(event.outcome(Outcome.INVALID_REQUEST), AzureError.reply(code, now));
  }

  private Decision token(Request request, Event event, String from) {
    Optional<String> resource = request.parameter("resource");
    if (resource.isEmpty()) {
      return refused(event, "resource_missing");
    }
    Instant now = world.clock().instant(event.operation().service());
    Issued token = present.get(from + " " + resource.get());
    if (token == null || !now.isBefore(token.expiry().minus(EARLY))) {
      Optional<Issued> issued = machines.issue(PRINCIPAL, lifetime);
      if (issued.isEmpty()) {
        return refused(event, "identity_not_found");
      }
      token = issued.get();
      present.put(from + " " + resource.get(), token);
    }
    return Decision.of(
        event.access(token.label()), Reply.json(200, members(token, resource.get(), now, event)));
  }

  private static Map<String, Object> members(
      Issued token, String resource, Instant now, Event event) {
    Map<String, Object> members = new LinkedHashMap<>();
    String left = Long.toString(Duration.between(now, token.expiry()).toSeconds());
    members.put("access_token", token.value());
    members.put("client_id", Azure.APPLICATION);
    members.put("expires_on", Long.toString(token.expiry().getEpochSecond()));
    members.put("resource", resource);
    members.put("token_type", "Bearer");
    if (event.operation().service().equals(AzureOperations.IMDS)) {
      members.put("expires_in", left);
      members.put("ext_expires_in", left);
      members.put("not_before", Long.toString(now.getEpochSecond()));
    }
    return members;
  }
}
