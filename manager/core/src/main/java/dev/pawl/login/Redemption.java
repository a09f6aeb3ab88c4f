package dev.pawl.login;

import dev.pawl.clock.TokenClock;
import dev.pawl.oauth.LoginAnswer;
import dev.pawl.oauth.LoginAnswer.Cause;
import dev.pawl.oauth.LoginEndpoint;
import dev.pawl.oauth.LoginGrant;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.oauth.client.AccessPresentation;
import dev.pawl.oauth.client.ClientCredential;
import dev.pawl.oauth.client.ClientCredentials;
import dev.pawl.policy.RefusalText;
import dev.pawl.signing.JoseEngine;
import dev.pawl.signing.SignatureVerdict;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What makes a grant of a one-time code. The code goes out once: whether the server took it when no
 * answer came, nobody can tell, and to show it twice revokes what was issued from it. It goes out
 * once more only where the server has proven that it did not look at it: it refused the client, who
 * has another secret, or wanted a nonce.
 *
 * @param registration against whom
 * @param credentials what its client proves with who it is
 * @param logins where codes go
 * @param tokens where a refresh token that nobody needs any more is revoked
 * @param clock when an API key was made
 * @param deadline for each request
 */
public record Redemption(
    Registration registration,
    ClientCredentials credentials,
    LoginEndpoint logins,
    TokenEndpoint tokens,
    TokenClock clock,
    Duration deadline) {
  private static final Duration REVOCATION = Duration.ofSeconds(5);

  /* A name is no reason to keep a person waiting. */
  private static final Duration USER_INFO = Duration.ofSeconds(5);

  private static final String NO_KEYS = "{\"keys\":[]}";

  private static final String AGAIN = "; log in again";

  /** The grant for {@code proof}, an API key instead of tokens where the method says so. */
  Grant redeem(LoginGrant proof) throws LoginException {
    LoginAnswer answer = redeemed(proof, deadline);
    if (answer instanceof LoginAnswer.Granted granted) {
      return grant(granted.tokens());
    }
    if (answer instanceof LoginAnswer.Refused refused) {
      throw refused("the token endpoint refused the login: ", refused);
    }
    if (answer instanceof LoginAnswer.Unsent unsent) {
      throw LoginException.later(
          "the token endpoint cannot be reached: " + unsent.cause() + "; the code was not used");
    }
    throw LoginException.again(
        "the code was sent and the answer is lost ("
            + reason(answer)
            + "); a code works once and is not sent again"
            + AGAIN);
  }

  /**
   * What the token endpoint says to {@code proof}: a client it does not know has not used it up.
   *
   * @throws LoginException if it grants tokens that are not bound to the key of this login
   */
  LoginAnswer redeemed(LoginGrant proof, Duration time) throws LoginException {
    LoginGrant bound = proof.boundTo(registration.key());
    LoginAnswer answer = asked(one -> logins.redeem(registration.client(), one, bound, time));
    /* The nonce that it wants is known now (RFC 9449 section 8). */
    if (isChallenge(answer)) {
      answer = asked(one -> logins.redeem(registration.client(), one, bound, time));
    }
    if (answer instanceof LoginAnswer.Unbound unbound) {
      throw unbound(unbound);
    }
    return answer;
  }

  private boolean isChallenge(LoginAnswer answer) {
    return registration.key() != null
        && answer instanceof LoginAnswer.Refused refused
        && refused.cause() == Cause.NONCE;
  }

  /** That the tokens are not bound to the key of this login, and of no use: they are revoked. */
  private LoginException unbound(LoginAnswer.Unbound unbound) {
    String refresh = unbound.refresh();
    if (refresh != null) {
      var unused = tokens.revoke(registration.client(), credentials, refresh, REVOCATION);
    }
    return LoginException.fix(
        unbound.why()
            + "; log in with --no-dpop if this issuer cannot bind tokens for this client");
  }

  /** What the device authorization endpoint says to a login that is to begin. */
  LoginAnswer begunOnDevice(URI endpoint, Duration time) {
    Map<String, String> besides = registration.parameters();
    return asked(one -> logins.beginOnDevice(endpoint, registration.client(), besides, one, time));
  }

  /**
   * What stands for an authorization request that was sent ahead (RFC 9126 section 2).
   *
   * @throws LoginException if the server does not take it; no code is on its way
   */
  String pushed(URI endpoint, Map<String, String> request) throws LoginException {
    LoginAnswer answer =
        asked(one -> logins.push(endpoint, registration.client(), request, one, deadline));
    if (answer instanceof LoginAnswer.Pushed pushed) {
      return pushed.requestUri();
    }
    if (answer instanceof LoginAnswer.Refused refused) {
      throw notBegun("the issuer refused the login before it began: ", refused);
    }
    throw LoginException.later(
        "the login could not be announced to the issuer: "
            + (answer instanceof LoginAnswer.Unsent unsent ? unsent.cause() : reason(answer)));
  }

  /** That the server refused a login before a person saw it: another one would not help. */
  static LoginException notBegun(String what, LoginAnswer.Refused refused) {
    return refused.cause() == Cause.LOAD
        ? refused(what, refused)
        : LoginException.fix(what + refused + remedy(refused));
  }

  private LoginAnswer asked(Function<ClientCredential, LoginAnswer> question) {
    LoginAnswer answer = question.apply(credentials.current());
    while (isUnauthenticated(answer) && credentials.turn()) {
      answer = question.apply(credentials.current());
    }
    return answer;
  }

  private static boolean isUnauthenticated(LoginAnswer answer) {
    return answer instanceof LoginAnswer.Refused refused && refused.cause() == Cause.CLIENT;
  }

  /** The grant for tokens that came in any way. */
  Grant grant(SpendOutcome.Granted granted) throws LoginException {
    Grant grant =
        registration.grant(
            new TokenSet(
                granted.access(),
                granted.sentAtMillis(),
                granted.expiresAtMillis(),
                granted.refresh()),
            told(granted));
    return registration.method() == Method.CONSOLE ? withKey(grant, granted) : grant;
  }

  /* Besides the tokens. */
  private Map<String, @Nullable Object> told(SpendOutcome.Granted granted) {
    Map<String, @Nullable Object> told =
        IdToken.told(granted.extras(), registration.client(), clock.millis(), this::signature);
    URI endpoint = registration.endpoints().userInfo();
    if (endpoint != null && !told.containsKey("account") && isOpenId(granted)) {
      LoginAnswer answer =
          logins.userInfo(
              endpoint,
              new AccessPresentation(
                  granted.access(), registration.key(), credentials.current().certificate()),
              USER_INFO);
      if (answer instanceof LoginAnswer.Claims claims) {
        new AccountClaims(claims.members()).tell(told);
      }
    }
    return told;
  }

  /* A key that is not there yet may be a moment later: an issuer changes them at any time. */
  private SignatureVerdict signature(String token) {
    URI keys = registration.endpoints().keys();
    if (keys == null) {
      return SignatureVerdict.NOT_LOOKED_AT;
    }
    JoseEngine engine = JoseEngine.find();
    if (!engine.verifies()) {
      return SignatureVerdict.NOT_LOOKED_AT;
    }
    SignatureVerdict first = engine.verify(token, keySet(keys));
    return first == SignatureVerdict.UNKNOWN_KEY ? engine.verify(token, keySet(keys)) : first;
  }

  private String keySet(URI endpoint) {
    LoginAnswer answer = logins.keys(endpoint, USER_INFO);
    return answer instanceof LoginAnswer.Keys keys ? keys.set() : NO_KEYS;
  }

  /* Without that scope there is nobody to be asked about (OpenID Connect Core 1.0, section 5.3). */
  private boolean isOpenId(SpendOutcome.Granted granted) {
    String told = granted.scope();
    String scope = told == null ? registration.client().scope() : told;
    return List.of(scope.split(" ", -1)).contains("openid");
  }

  private Grant withKey(Grant login, SpendOutcome.Granted granted) throws LoginException {
    URI endpoint = registration.endpoints().apiKey();
    if (endpoint == null) {
      throw LoginException.fix("there is no API key endpoint; set apiKeyEndpoint");
    }
    String kind = registration.keyKind();
    LoginAnswer answer =
        logins.createKey(
            endpoint, granted.access(), kind.isEmpty() ? Map.of() : Map.of("kind", kind), deadline);
    forget(login);
    return registration.grant(
        new TokenSet(key(answer), clock.millis(), Long.MAX_VALUE, null), told(granted));
  }

  /** Tells the server that nobody will use the tokens of {@code login}; best effort. */
  private void forget(Grant login) {
    String refresh = login.tokens().refresh();
    if (refresh != null) {
      var unused = tokens.revoke(login.client(), credentials, refresh, REVOCATION);
    }
  }

  private static String key(LoginAnswer answer) throws LoginException {
    if (answer instanceof LoginAnswer.Key key) {
      return key.value();
    }
    if (answer instanceof LoginAnswer.Refused refused) {
      throw refused("the login succeeded, but no API key may be made: ", refused);
    }
    if (answer instanceof LoginAnswer.Unsent unsent) {
      throw LoginException.later(
          "the login succeeded, but the API key endpoint cannot be reached: " + unsent.cause());
    }
    throw LoginException.again(
        "it is not known whether an API key was made ("
            + reason(answer)
            + "); delete it at the issuer if so"
            + AGAIN);
  }

  /** That the server refused what was asked, and what to do. */
  static LoginException refused(String what, LoginAnswer.Refused refused) {
    return switch (refused.cause()) {
      case LOGIN -> LoginException.again(what + refused);
      case LOAD -> LoginException.later(what + refused + "; it may work later");
      case CLIENT, PROOF, NONCE, REQUEST -> LoginException.fix(what + refused + remedy(refused));
    };
  }

  static String remedy(LoginAnswer.Refused refused) {
    return switch (refused.cause()) {
      case CLIENT -> RefusalText.CLIENT_REMEDY;
      case PROOF, NONCE ->
          "; check this machine's clock, or log in with --dpop if this issuer wants proofs";
      case REQUEST ->
          refused.error().toLowerCase(Locale.ROOT).contains("redirect")
              ? "; register that address with the client, or set redirectUri to one that is registered"
              : "";
      case LOGIN, LOAD -> "";
    };
  }

  private static String reason(LoginAnswer answer) {
    return answer instanceof LoginAnswer.Unclear unclear ? unclear.why() : "unknown";
  }
}
