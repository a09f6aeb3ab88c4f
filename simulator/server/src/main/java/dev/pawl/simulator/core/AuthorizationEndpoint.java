package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * The authorization endpoint (RFC 6749, section 4.1.1; PKCE with S256 required, RFC 7636). It
 * consents as {@link Consent} says; {@code decision} in the request decides, {@code login_hint}
 * says who the person is.
 */
final class AuthorizationEndpoint implements Endpoint {
  private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);

  private static final String REQUEST_URI = "request_uri";
  private static final String UNUSABLE =
      "<h1>Unknown client, a redirect URI that is not registered for it, or a pushed request that is"
          + " missing or void</h1>";

  private static final String APPROVE = "approve";
  private static final String DENY = "deny";

  private final Realm realm;
  private final Guard guard;
  private final ReentrantLock strangers = new ReentrantLock();

  AuthorizationEndpoint(Realm realm) {
    this.realm = realm;
    this.guard = realm.guard();
  }

  @Override
  public DeliveredReply handle(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("POST")) {
      return DeliveredReply.of(Reply.empty(405).header("Allow", "GET, POST"));
    }
    RegisteredClient client =
        request.parameter("client_id").flatMap(realm.clients()::find).orElse(null);
    return client == null ? refused(request, Outcome.INVALID_CLIENT) : handle(request, client);
  }

  private DeliveredReply handle(Request given, RegisteredClient client) {
    Request request = effective(given, client).orElse(null);
    if (request == null) {
      return refused(given, Outcome.INVALID_REQUEST);
    }
    Optional<URI> redirect =
        request.parameter("redirect_uri").flatMap(AuthorizationEndpoint::address);
    if (redirect.filter(client::redirectsTo).isEmpty()) {
      return refused(request, Outcome.INVALID_REQUEST);
    }
    String decision = decision(given);
    if (decision.isEmpty()) {
      return ask(given);
    }
    Optional<String> pushed = given.parameter(REQUEST_URI);
    return decision.equals(APPROVE)
        ? approve(request, client, redirect.get(), pushed)
        : deny(request, redirect.get(), pushed);
  }

  /*
   * What was pushed counts in place of what the browser brings (RFC 9126, section 4). Empty if it is
   * unknown, void, another client's, or missing though the client must push.
   */
  private Optional<Request> effective(Request given, RegisteredClient client) {
    Optional<String> address = given.parameter(REQUEST_URI);
    if (address.isEmpty()) {
      return client.requiresPush() ? Optional.empty() : Optional.of(given);
    }
    return address
        .flatMap(realm.registry()::pushedRequest)
        .filter(pushed -> pushed.clientId().equals(client.id()))
        .filter(pushed -> realm.now().isBefore(pushed.expiry()))
        .map(pushed -> given.withOnly(Request.Origin.QUERY, pushed.parameters()));
  }

  private DeliveredReply refused(Request request, Outcome outcome) {
    return guard.serve(
        strangers,
        Event.of(Operation.AUTHORIZE, "", request.caller()),
        event -> unusable(event, outcome));
  }

  private static Decision unusable(Event event, Outcome outcome) {
    return Decision.of(event.outcome(outcome), Reply.html(400, UNUSABLE));
  }

  private String decision(Request request) {
    String fixed =
        switch (realm.consent().browser()) {
          case APPROVE -> APPROVE;
          case DENY -> DENY;
          case ASK -> "";
        };
    return request.parameter("decision").orElse(fixed);
  }

  /* The links carry the whole request, so that nothing has to be remembered. */
  private static DeliveredReply ask(Request request) {
    String here = withQuery(URI.create(request.path()), request.parameters());
    String link = here.replace("&", "&amp;").replace("\"", "&quot;") + "&amp;decision=";
    return DeliveredReply.of(
        Reply.html(
            200,
            "<!doctype html><title>Simulator</title><h1>Let this client in?</h1><p><a href=\""
                + link
                + APPROVE
                + "\">Approve</a> <a href=\""
                + link
                + DENY
                + "\">Deny</a></p>"));
  }

  private DeliveredReply deny(Request request, URI redirect, Optional<String> pushed) {
    Event event = Event.of(Operation.AUTHORIZE, "", request.caller());
    return guard.serve(
        strangers,
        event,
        known -> {
          if (!isTaken(pushed)) {
            return unusable(known, Outcome.INVALID_REQUEST);
          }
          Map<String, String> back = new LinkedHashMap<>();
          back.put("error", "access_denied");
          back.put("error_description", "The person said no");
          return Decision.of(known.outcome(Outcome.DENIED), sentBack(request, redirect, back));
        });
  }

  /* A pushed request is good once (RFC 9126, section 4): it goes with the commit. */
  private boolean isTaken(Optional<String> pushed) {
    return pushed.map(realm.registry()::removePushedRequest).orElse(true);
  }

  private DeliveredReply approve(
      Request request, RegisteredClient client, URI redirect, Optional<String> pushed) {
    Set<String> scopes = scopes(request, client);
    Family family =
        realm
            .registry()
            .newFamily(request.parameter("login_hint").orElse("browser"), client.id(), scopes);
    Event event = Event.of(Operation.AUTHORIZE, family.name, request.caller());
    return guard.serve(
        family.lock,
        event,
        known ->
            isTaken(pushed)
                ? decide(request, client, redirect, family, known)
                : unusable(known, Outcome.INVALID_REQUEST));
  }

  private Decision decide(
      Request request, RegisteredClient client, URI redirect, Family family, Event event) {
    Optional<String> error = error(request, client, family.scopes);
    Map<String, String> back = new LinkedHashMap<>();
    if (error.isPresent()) {
      back.put("error", error.get());
      return Decision.of(event.outcome(Outcome.INVALID_REQUEST), sentBack(request, redirect, back));
    }
    Code code =
        new Code(
            family,
            redirect,
            request.parameter("code_challenge").orElseThrow(),
            request.parameter("nonce").orElse(""),
            realm.now().plus(CODE_LIFETIME));
    back.put("code", realm.registry().newCode(code));
    return Decision.of(event.issued(family.name + ".code"), sentBack(request, redirect, back));
  }

  private Reply sentBack(Request request, URI redirect, Map<String, String> back) {
    request.parameter("state").ifPresent(state -> back.put("state", state));
    back.put("iss", realm.issuer().get().toString());
    return Reply.empty(302).header("Location", withQuery(redirect, back));
  }

  /** Returns the error of a request whose client and redirect URI are known (RFC 6749, 4.1.2.1). */
  static Optional<String> error(Request request, RegisteredClient client, Set<String> scopes) {
    if (!client.grantTypes().contains("authorization_code")) {
      return Optional.of("unauthorized_client");
    }
    if (!request.parameter("response_type").equals(Optional.of("code"))) {
      return Optional.of("unsupported_response_type");
    }
    boolean proven =
        request.parameter("code_challenge_method").equals(Optional.of("S256"))
            && request.parameter("code_challenge").filter(c -> c.matches("[\\w-]{43}")).isPresent();
    if (!proven) {
      return Optional.of("invalid_request");
    }
    return client.scopes().containsAll(scopes) ? Optional.empty() : Optional.of("invalid_scope");
  }

  static Set<String> scopes(Request request, RegisteredClient client) {
    return request
        .parameter("scope")
        .map(text -> (Set<String>) new LinkedHashSet<>(Arrays.asList(text.split(" "))))
        .orElseGet(() -> client.defaultScopes());
  }

  static Optional<URI> address(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String withQuery(URI uri, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return uri + (uri.getRawQuery() == null ? "?" : "&") + query;
  }
}
