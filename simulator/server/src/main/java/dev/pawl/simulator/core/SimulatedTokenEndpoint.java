package dev.pawl.simulator.core;

import dev.pawl.simulator.core.Family.RefreshToken;
import dev.pawl.simulator.core.Issuance.Telling;
import dev.pawl.simulator.core.client.PossessionProofs;
import dev.pawl.simulator.core.client.PossessionProofs.Verdict;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.client.TokenBinding;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint: codes to first tokens (RFC 6749, section 4.1.3; RFC 7636), device codes too
 * (RFC 8628), refresh tokens to successors (section 6), a token for a client itself (section 4.4),
 * for an assertion (RFC 7523), and one token for another (RFC 8693).
 */
final class SimulatedTokenEndpoint implements Endpoint {
  private static final Set<String> GRANT_TYPES =
      Set.of(
          "refresh_token",
          "authorization_code",
          "client_credentials",
          RegisteredClient.DEVICE_CODE,
          RegisteredClient.JWT_BEARER,
          RegisteredClient.TOKEN_EXCHANGE);

  private final Realm realm;
  private final Registry registry;
  private final Issuance issuance;
  private final Rotation rotation;
  private final DevicePolls devices;
  private final TokenExchange exchange;
  private final AssertionGrant assertions;
  private final RequestRules rules;
  private final Guard guard;
  private final ReentrantLock strangers = new ReentrantLock();

  SimulatedTokenEndpoint(Realm realm) {
    this.realm = realm;
    this.registry = realm.registry();
    this.issuance = new Issuance(realm);
    this.rotation = new Rotation(registry, realm.terms());
    this.rules = realm.rules();
    this.devices = new DevicePolls(realm, issuance);
    this.exchange = new TokenExchange(realm, issuance);
    this.assertions = new AssertionGrant(realm, issuance);
    this.guard = realm.guard();
  }

  @Override
  public boolean mayRepeat(String parameter) {
    return Targets.PARAMETERS.contains(parameter);
  }

  @Override
  public DeliveredReply handle(Request request) {
    String grantType = request.parameter("grant_type").orElse("");
    Optional<OAuthError> objection =
        rules
            .objection(request)
            .or(() -> grantType.isEmpty() ? Optional.of(OAuthError.REQUEST) : Optional.empty());
    if (objection.isPresent()) {
      return stray(request, operation(grantType), objection.get());
    }
    RegisteredClient client = realm.clients().authenticated(request).orElse(null);
    if (client != null
        && GRANT_TYPES.contains(grantType)
        && !client.grantTypes().contains(grantType)) {
      return stray(request, operation(grantType), OAuthError.UNAUTHORIZED);
    }
    DeliveredReply answer = proven(request, client, grantType);
    return client != null && client.binding() == TokenBinding.REQUIRED_WITH_NONCE
        ? answer.with(answer.reply().header(PossessionProofs.NONCE, realm.proofs().nonce()))
        : answer;
  }

  /* After the client, and before anything is looked at that it presents (RFC 9449, section 5). */
  private DeliveredReply proven(
      Request request, @Nullable RegisteredClient client, String grantType) {
    boolean named = client != null || grantType.equals(RegisteredClient.JWT_BEARER);
    TokenBinding binding = client == null ? TokenBinding.OPTIONAL : client.binding();
    Verdict verdict = named ? realm.proofs().judge(request, binding, "") : Verdict.SILENT;
    return switch (verdict.problem()) {
      case PROOF -> stray(request, operation(grantType), OAuthError.PROOF);
      case NONCE -> stray(request, operation(grantType), OAuthError.NONCE);
      case NONE -> answer(request, new Sender(client, verdict.thumbprint()), grantType);
    };
  }

  private DeliveredReply answer(Request request, Sender sender, String grantType) {
    RegisteredClient client = sender.client();
    return switch (grantType) {
      case "refresh_token" -> spend(request, sender);
      case "authorization_code" -> login(request, sender);
      case RegisteredClient.DEVICE_CODE -> poll(request, sender);
      case "client_credentials" -> itself(request, sender);
      case RegisteredClient.TOKEN_EXCHANGE -> exchange.trade(request, client, sender.thumbprint());
      case RegisteredClient.JWT_BEARER -> assertions.redeem(request, client, sender.thumbprint());
      default -> stray(request, Operation.TOKEN, OAuthError.GRANT_TYPE);
    };
  }

  /**
   * Who has proven what.
   *
   * @param client null if it is not who it says
   * @param thumbprint of the key that it has; empty if it proves none
   */
  private record Sender(@Nullable RegisteredClient client, String thumbprint) {}

  private static Operation operation(String grantType) {
    return switch (grantType) {
      case "refresh_token" -> Operation.REFRESH;
      case "authorization_code" -> Operation.LOGIN;
      case RegisteredClient.DEVICE_CODE -> Operation.POLL;
      case "client_credentials" -> Operation.CLIENT_CREDENTIALS;
      case RegisteredClient.TOKEN_EXCHANGE -> Operation.TOKEN_EXCHANGE;
      case RegisteredClient.JWT_BEARER -> Operation.JWT_BEARER;
      default -> Operation.TOKEN;
    };
  }

  private DeliveredReply stray(Request request, Operation operation, OAuthError error) {
    Event event = Event.of(operation, "", request.caller());
    return guard.serve(strangers, event, known -> issuance.refused(known, error));
  }

  private DeliveredReply spend(Request request, Sender sender) {
    Optional<String> presented = request.parameter("refresh_token");
    if (presented.isEmpty()) {
      return stray(request, Operation.REFRESH, OAuthError.REQUEST);
    }
    RefreshToken token = registry.refreshToken(presented.get()).orElse(null);
    if (token == null) {
      return stray(
          request,
          Operation.REFRESH,
          sender.client() != null ? OAuthError.UNKNOWN_TOKEN : OAuthError.CLIENT);
    }
    Event event =
        Event.of(Operation.REFRESH, token.family.name, request.caller()).presented(token.label);
    return guard.serve(token.family.lock, event, known -> spend(request, sender, token, known));
  }

  private Decision spend(Request request, Sender sender, RefreshToken token, Event event) {
    RegisteredClient client = sender.client();
    String scope = request.parameter("scope").orElse(token.family.scope());
    if (client == null) {
      return issuance.refused(event, OAuthError.CLIENT);
    }
    if (!client.id().equals(token.family.clientId)) {
      return issuance.refused(
          event, OAuthError.UNKNOWN_TOKEN); // issued to another client: RFC 6749, 5.2
    }
    if (!token.family.thumbprint.isEmpty()
        && !token.family.thumbprint.equals(sender.thumbprint())) {
      return issuance.refused(event, OAuthError.OTHER_KEY);
    }
    if (!token.family.scopes.containsAll(Arrays.asList(scope.split(" ")))) {
      return issuance.refused(event, OAuthError.SCOPE);
    }
    Targets targets = Targets.of(request);
    Optional<OAuthError> aside = targets.objection(client);
    if (aside.isPresent()) {
      return issuance.refused(event, aside.get());
    }
    Rotation.Turn turn = rotation.spend(token, realm.now());
    RefreshToken successor = turn.successor();
    if (successor == null) {
      Decision refusal = issuance.refused(event, OAuthError.of(turn.outcome()));
      return new Decision(event.outcome(turn.outcome()), refusal.answer());
    }
    Decision granted =
        issuance.granted(
            event.outcome(turn.outcome()),
            successor,
            Telling.refresh(turn.told(), scope).bound(sender.thumbprint()).at(targets));
    request.parameter("claims").ifPresent(token.family.accessTokens::claimLast);
    return granted;
  }

  private static boolean isMissing(Request request, String name) {
    return request.parameter(name).isEmpty();
  }

  private DeliveredReply poll(Request request, Sender sender) {
    return request.parameter("device_code").isEmpty()
        ? stray(request, Operation.POLL, OAuthError.REQUEST)
        : devices.poll(request, sender.client(), sender.thumbprint());
  }

  private DeliveredReply login(Request request, Sender sender) {
    Code code = request.parameter("code").flatMap(registry::code).orElse(null);
    boolean namesRedirect = code == null || code.namesRedirectUri;
    if (isMissing(request, "code")
        || isMissing(request, "code_verifier")
        || (namesRedirect && isMissing(request, "redirect_uri"))) {
      return stray(request, Operation.LOGIN, OAuthError.REQUEST);
    }
    if (code == null) {
      return stray(request, Operation.LOGIN, OAuthError.BAD_CODE);
    }
    Event event =
        Event.of(Operation.LOGIN, code.family.name, request.caller())
            .presented(code.family.name + ".code");
    return guard.serve(code.family.lock, event, known -> login(request, sender, code, known));
  }

  private Decision login(Request request, Sender sender, Code code, Event event) {
    RegisteredClient client = sender.client();
    if (client == null) {
      return issuance.refused(event, OAuthError.CLIENT);
    }
    if (!client.id().equals(code.family.clientId)) {
      return issuance.refused(event, OAuthError.BAD_CODE);
    }
    if (code.used) {
      code.family.revoke();
      Decision refusal = issuance.refused(event, OAuthError.BAD_CODE);
      return new Decision(event.outcome(Outcome.CODE_REPLAYED), refusal.answer());
    }
    if (!isProven(request, code)) {
      return issuance.refused(event, OAuthError.BAD_CODE);
    }
    if (!code.thumbprint.isEmpty() && !code.thumbprint.equals(sender.thumbprint())) {
      return issuance.refused(event, OAuthError.OTHER_KEY);
    }
    code.used = true;
    RefreshToken first = registry.mintRefreshToken(code.family);
    return issuance.granted(
        event, first, Telling.login(code.family, code.nonce).bound(sender.thumbprint()));
  }

  private boolean isProven(Request request, Code code) {
    return realm.now().isBefore(code.expiry)
        && request
            .parameter("redirect_uri")
            .map(code.redirectUri.toString()::equals)
            .orElse(!code.namesRedirectUri)
        && request
            .parameter("code_verifier")
            .map(Secrets::challenge)
            .equals(Optional.of(code.challenge));
  }

  /* A client that logs itself in (RFC 6749, section 4.4): no refresh token is told. */
  private DeliveredReply itself(Request request, Sender sender) {
    RegisteredClient client = sender.client();
    if (client == null) {
      return stray(request, Operation.CLIENT_CREDENTIALS, OAuthError.CLIENT);
    }
    Set<String> scopes = AuthorizationRules.scopes(request, client);
    if (!client.scopes().containsAll(scopes)) {
      return stray(request, Operation.CLIENT_CREDENTIALS, OAuthError.SCOPE);
    }
    Targets targets = Targets.of(request);
    Optional<OAuthError> aside = targets.objection(client);
    if (aside.isPresent()) {
      return stray(request, Operation.CLIENT_CREDENTIALS, aside.get());
    }
    Family family = registry.newSingleFamily(client.id(), client.id(), scopes);
    Event event = Event.of(Operation.CLIENT_CREDENTIALS, family.name, request.caller());
    return guard.serve(
        family.lock,
        event,
        known ->
            issuance.granted(
                known,
                registry.mintRefreshToken(family),
                Telling.accessToken(family, Map.of()).bound(sender.thumbprint()).at(targets)));
  }
}
