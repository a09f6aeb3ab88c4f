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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

  /* It refuses them itself: the client is told. */
  @Override
  public boolean mayRepeat(String parameter) {
    return true;
  }

  @Override
  public DeliveredReply handle(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("POST")) {
      return DeliveredReply.of(Reply.empty(405).header("Allow", "GET, POST"));
    }
    RegisteredClient client =
        only(request, "client_id").flatMap(realm.clients()::find).orElse(null);
    return client == null ? refused(request, Outcome.INVALID_CLIENT) : handle(request, client);
  }

  private static Optional<String> only(Request request, String name) {
    return request.repeated().contains(name) ? Optional.empty() : request.parameter(name);
  }

  private DeliveredReply handle(Request given, RegisteredClient client) {
    Optional<String> pushed = only(given, REQUEST_URI).filter(Registry::isPushed);
    Request request = pushed.isEmpty() ? given : taken(given, client, pushed.get()).orElse(null);
    if (request == null) {
      return refused(given, Outcome.INVALID_REQUEST);
    }
    URI redirect = AuthorizationRules.redirect(request, client).orElse(null);
    if (redirect == null || request.repeated().contains("redirect_uri")) {
      return refused(request, Outcome.INVALID_REQUEST);
    }
    Optional<OAuthError> error = error(request, client, pushed.isPresent());
    if (error.isPresent()) {
      return returned(request, redirect, error.get());
    }
    String decision = decision(given);
    if (decision.isEmpty()) {
      return AuthorizationRules.forbidsToAsk(request)
          ? returned(request, redirect, OAuthError.LOGIN_REQUIRED)
          : ask(given);
    }
    return decision.equals(APPROVE)
        ? approve(request, client, redirect, pushed)
        : deny(request, redirect, pushed);
  }

  /*
   * What was pushed counts in place of what the browser brings (RFC 9126, section 4). Empty if it is
   * unknown, void or another client's.
   */
  private Optional<Request> taken(Request given, RegisteredClient client, String address) {
    return realm
        .registry()
        .pushedRequest(address)
        .filter(pushed -> pushed.clientId().equals(client.id()))
        .filter(pushed -> realm.now().isBefore(pushed.expiry()))
        .map(pushed -> given.withOnly(Request.Origin.QUERY, pushed.parameters()));
  }

  private static Optional<OAuthError> error(
      Request request, RegisteredClient client, boolean isPushed) {
    if (request.parameter(REQUEST_URI).isPresent()) {
      return Optional.of(OAuthError.REQUEST_URI);
    }
    if (client.requiresPush() && !isPushed) {
      return Optional.of(OAuthError.NOT_PUSHED);
    }
    return AuthorizationRules.error(request, client);
  }

  private DeliveredReply refused(Request request, Outcome outcome) {
    return guard.serve(strangers, event(request), event -> unusable(event, outcome));
  }

  private static Decision unusable(Event event, Outcome outcome) {
    return Decision.of(event.outcome(outcome), Reply.html(400, UNUSABLE));
  }

  private static Event event(Request request) {
    return Event.of(Operation.AUTHORIZE, "", request.caller());
  }

  /* The client is told, by way of the browser (RFC 6749, section 4.1.2.1). */
  private DeliveredReply returned(Request request, URI redirect, OAuthError error) {
    return guard.serve(
        strangers, event(request), event -> returned(request, redirect, error, event));
  }

  private Decision returned(Request request, URI redirect, OAuthError error, Event event) {
    return Decision.of(
        event.outcome(error.outcome), sentBack(request, redirect, error.parameters()));
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
  private DeliveredReply ask(Request request) {
    String here = withQuery(URI.create(request.path()), request.parameters());
    String link = escaped(here) + "&amp;decision=";
    String page =
        "<!doctype html><title>Simulator</title><h1>Let this client in?</h1><p><a href=\""
            + link
            + APPROVE
            + "\">Approve</a> <a href=\""
            + link
            + DENY
            + "\">Deny</a></p>";
    return guard.serve(
        strangers,
        event(request),
        event -> Decision.of(event.outcome(Outcome.PENDING), Reply.html(200, page)));
  }

  private DeliveredReply deny(Request request, URI redirect, Optional<String> pushed) {
    return guard.serve(
        strangers,
        event(request),
        event ->
            isTaken(pushed)
                ? returned(request, redirect, OAuthError.DENIED, event)
                : unusable(event, Outcome.INVALID_REQUEST));
  }

  /* A pushed request is good once (RFC 9126, section 4): it goes with the commit. */
  private boolean isTaken(Optional<String> pushed) {
    return pushed.map(realm.registry()::removePushedRequest).orElse(true);
  }

  private DeliveredReply approve(
      Request request, RegisteredClient client, URI redirect, Optional<String> pushed) {
    Family family =
        realm
            .registry()
            .newFamily(
                request.parameter("login_hint").orElse("browser"),
                client.id(),
                AuthorizationRules.scopes(request, client));
    Event event = Event.of(Operation.AUTHORIZE, family.name, request.caller());
    return guard.serve(
        family.lock,
        event,
        known ->
            isTaken(pushed)
                ? granted(request, redirect, family, known)
                : unusable(known, Outcome.INVALID_REQUEST));
  }

  private Decision granted(Request request, URI redirect, Family family, Event event) {
    Code code =
        new Code(
            family,
            redirect,
            request.parameter("redirect_uri").isPresent(),
            request.parameter("code_challenge").orElseThrow(),
            request.parameter("nonce").orElse(""),
            request.parameter("dpop_jkt").orElse(""),
            realm.now().plus(CODE_LIFETIME));
    Map<String, String> back = Map.of("code", realm.registry().newCode(code));
    return Decision.of(event.issued(family.name + ".code"), sentBack(request, redirect, back));
  }

  private Reply sentBack(Request request, URI redirect, Map<String, String> members) {
    Map<String, String> back = new LinkedHashMap<>(members);
    only(request, "state").ifPresent(state -> back.put("state", state));
    back.put("iss", realm.issuer().get().toString());
    return AuthorizationRules.wantsForm(request)
        ? Reply.html(200, form(redirect, back)).header("Cache-Control", "no-store")
        : Reply.empty(302).header("Location", withQuery(redirect, back));
  }

  /* A browser without scripts shows the button. */
  private static String form(URI redirect, Map<String, String> members) {
    String fields =
        members.entrySet().stream()
            .map(
                e ->
                    "<input type=\"hidden\" name=\""
                        + e.getKey()
                        + "\" value=\""
                        + escaped(e.getValue())
                        + "\">")
            .collect(Collectors.joining());
    return "<!doctype html><title>Simulator</title><body onload=\"document.forms[0].submit()\">"
        + "<form method=\"post\" action=\""
        + escaped(redirect.toString())
        + "\">"
        + fields
        + "<button>Continue</button></form>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }

  private static String withQuery(URI uri, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return uri + (uri.getRawQuery() == null ? "?" : "&") + query;
  }
}
