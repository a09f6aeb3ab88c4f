package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.Request;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an authorization request has to be, once its client and its redirect URI are known: RFC
 * 6749, section 4.1.2.1, and OpenID Connect Core 1.0, sections 3.1.2.1 and 3.1.2.6.
 */
final class AuthorizationRules {
  private static final String NONE = "none";
  private static final Set<String> PROMPTS =
      Set.of(NONE, "login", "consent", "select_account", "create");
  private static final String MODE = "response_mode";
  private static final String FORM_POST = "form_post";

  /** How an answer may come back to a client. */
  static final List<String> MODES = List.of("query", FORM_POST);

  private static final Pattern CHALLENGE = Pattern.compile("[\\w-]{43}");

  private AuthorizationRules() {}

  /** Returns what is wrong with a request; empty if nothing is. */
  static Optional<OAuthError> error(Request request, RegisteredClient client) {
    if (!Targets.PARAMETERS.containsAll(request.repeated())) {
      return Optional.of(OAuthError.REPEATED);
    }
    if (!client.grantTypes().contains("authorization_code")) {
      return Optional.of(OAuthError.UNAUTHORIZED);
    }
    if (request.parameter("response_type").isEmpty()) {
      return Optional.of(OAuthError.REQUEST);
    }
    if (!request.parameter("response_type").equals(Optional.of("code"))) {
      return Optional.of(OAuthError.RESPONSE_TYPE);
    }
    return unsupported(request).or(() -> unproven(request)).or(() -> excessive(request, client));
  }

  private static Optional<OAuthError> unsupported(Request request) {
    if (request.parameter("request").isPresent()) {
      return Optional.of(OAuthError.REQUEST_OBJECT);
    }
    if (request.parameter(MODE).filter(mode -> !MODES.contains(mode)).isPresent()) {
      return Optional.of(OAuthError.RESPONSE_MODE);
    }
    Set<String> prompts = words(request, "prompt");
    boolean odd = !PROMPTS.containsAll(prompts) || (prompts.contains(NONE) && prompts.size() > 1);
    return odd ? Optional.of(OAuthError.PROMPT) : Optional.empty();
  }

  private static Optional<OAuthError> unproven(Request request) {
    boolean proven =
        request.parameter("code_challenge_method").equals(Optional.of("S256"))
            && request
                .parameter("code_challenge")
                .filter(challenge -> CHALLENGE.matcher(challenge).matches())
                .isPresent();
    return proven ? Optional.empty() : Optional.of(OAuthError.CHALLENGE);
  }

  private static Optional<OAuthError> excessive(Request request, RegisteredClient client) {
    return client.scopes().containsAll(scopes(request, client))
        ? Optional.empty()
        : Optional.of(OAuthError.SCOPE);
  }

  /** Tells whether the answer is to be a form (OAuth 2.0 Form Post Response Mode). */
  static boolean wantsForm(Request request) {
    return request.parameter(MODE).equals(Optional.of(FORM_POST));
  }

  /** Tells whether nobody may be asked ({@code prompt=none}). */
  static boolean forbidsToAsk(Request request) {
    return words(request, "prompt").contains(NONE);
  }

  /** Returns the scopes that a request asks for; those that the client gets if it names none. */
  static Set<String> scopes(Request request, RegisteredClient client) {
    Set<String> named = words(request, "scope");
    return named.isEmpty() ? client.defaultScopes() : named;
  }

  private static Set<String> words(Request request, String name) {
    return request
        .parameter(name)
        .<Set<String>>map(text -> new LinkedHashSet<>(Arrays.asList(text.split(" "))))
        .orElseGet(LinkedHashSet::new);
  }

  /**
   * Returns where a request wants the browser sent back to, if its client may. A client with one
   * redirect URI need not name it (RFC 6749, section 3.1.2.3), but for OpenID Connect it has to
   * (Core 1.0, section 3.1.2.1).
   */
  static Optional<URI> redirect(Request request, RegisteredClient client) {
    Optional<String> named = request.parameter("redirect_uri");
    return named.isEmpty() && !words(request, "scope").contains(RegisteredClient.OPENID)
        ? client.redirectUris().stream().filter(any -> client.redirectUris().size() == 1).findAny()
        : named.flatMap(AuthorizationRules::address).filter(client::redirectsTo);
  }

  private static Optional<URI> address(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
