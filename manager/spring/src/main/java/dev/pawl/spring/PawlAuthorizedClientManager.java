package dev.pawl.spring;

import dev.pawl.spi.Credential.Kind;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizationFailureHandler;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;

/**
 * Gives Spring Security's clients the tokens that all processes of the user share. Whatever
 * registration and principal a client names, it gets the token of now; no refresh token leaves the
 * manager. Nothing is kept in a repository or service of Spring's.
 *
 * <p>As a failure handler it hears of {@code invalid_token}, which is what Spring makes of a 401,
 * and reports the token that the same thread got last, once for all processes. Spring repeats
 * nothing: the next request has a newer token. {@link PawlClientHttpRequestInterceptor} repeats.
 * Thread-safe.
 */
public final class PawlAuthorizedClientManager
    implements OAuth2AuthorizedClientManager, OAuth2AuthorizationFailureHandler {
  private static final AuthorizationGrantType PAWL = new AuthorizationGrantType("pawl");

  private final TokenSupply supply;

  /* Spring's interceptor asks, sends and reports in one thread, and names no token when it reports. */
  @SuppressWarnings("ThreadLocalUsage") // a thread may use several managers in one request
  private final ThreadLocal<Token> given = new ThreadLocal<>();

  private PawlAuthorizedClientManager(TokenSupply supply) {
    this.supply = Objects.requireNonNull(supply);
  }

  /** Tokens of {@code supply}, which stays the caller's to close. */
  public static PawlAuthorizedClientManager of(TokenSupply supply) {
    return new PawlAuthorizedClientManager(supply);
  }

  /**
   * The token as it is now. Blocks while it is renewed.
   *
   * @throws TokenException if there is none; FIX_CONFIGURATION too if what is configured is no
   *     bearer token: an API key, keys of AWS, or a token that is bound to a key, which Spring
   *     would send without a proof
   */
  @Override
  public OAuth2AuthorizedClient authorize(OAuth2AuthorizeRequest request) {
    Token token = supply.token();
    requireBearer(token);
    given.set(token);
    Instant end = token.expiry();
    return new OAuth2AuthorizedClient(
        registration(request),
        request.getPrincipal().getName(),
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER,
            token.value(),
            null,
            end.equals(Instant.MAX) ? null : end));
  }

  private static void requireBearer(Token token) {
    if (token.kind() == Kind.DPOP || token.key() != null) {
      throw TokenException.fixConfiguration(
          "the token is bound to a key (DPoP) and needs a proof with each request; use"
              + " PawlClientHttpRequestInterceptor or PawlExchangeFilterFunction",
          null);
    }
    if (token.kind() != Kind.BEARER && token.kind() != Kind.BOTH) {
      throw TokenException.fixConfiguration(
          "what is configured is no bearer token; pawl explain shows it", null);
    }
  }

  private static ClientRegistration registration(OAuth2AuthorizeRequest request) {
    OAuth2AuthorizedClient known = request.getAuthorizedClient();
    return known == null
        ? ClientRegistration.withRegistrationId(request.getClientRegistrationId())
            .authorizationGrantType(PAWL)
            .clientId("pawl")
            .build()
        : known.getClientRegistration();
  }

  /** Reports the token of this thread's last request, if {@code failure} speaks of it. */
  @Override
  public void onAuthorizationFailure(
      OAuth2AuthorizationException failure,
      Authentication principal,
      @Nullable Map<String, Object> attributes) {
    Token rejected = given.get();
    given.remove();
    boolean ofToken = OAuth2ErrorCodes.INVALID_TOKEN.equals(failure.getError().getErrorCode());
    if (rejected == null || !ofToken) {
      return;
    }
    try {
      Token unused = supply.renew(rejected);
    } catch (TokenException e) {
      return; // the answer itself goes to the caller, and the next request says why
    }
  }

  /** Names itself alone. */
  @Override
  public String toString() {
    return "PawlAuthorizedClientManager";
  }
}
