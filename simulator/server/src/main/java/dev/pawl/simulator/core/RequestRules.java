package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.exchange.Request.Origin;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What the RFCs demand of the form of a request to a token, revocation or device endpoint, whatever
 * it asks for. Thread-safe.
 */
final class RequestRules {
  private static final int LARGEST_BODY = 64 * 1024;

  private static final Set<String> SECRETS =
      Set.of(
          "client_secret",
          "client_assertion",
          "refresh_token",
          "code",
          "code_verifier",
          "device_code",
          "token",
          "subject_token",
          "assertion",
          "password");

  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  private final Supplier<ServerTerms> terms;

  RequestRules(Supplier<ServerTerms> terms) {
    this.terms = terms;
  }

  /** Returns why a request is refused unread; empty if its form is right. */
  Optional<OAuthError> objection(Request request) {
    if (isStrict(Leniency.LARGE_BODY) && request.bodyLength() > LARGEST_BODY) {
      return Optional.of(OAuthError.TOO_LARGE);
    }
    if (isStrict(Leniency.SECRETS_IN_QUERY) && hasSecretInQuery(request)) {
      return Optional.of(OAuthError.SECRET_IN_QUERY);
    }
    if (isStrict(Leniency.JSON_BODY) && request.has(Origin.JSON)) {
      return Optional.of(OAuthError.NO_FORM);
    }
    if (isStrict(Leniency.TWO_AUTHENTICATIONS) && hasTwoAuthentications(request)) {
      return Optional.of(OAuthError.TWO_AUTHENTICATIONS);
    }
    if (isStrict(Leniency.ODD_VERIFIER)
        && isOdd(request, "code_verifier", VERIFIER.asMatchPredicate())) {
      return Optional.of(OAuthError.VERIFIER);
    }
    return isOdd(request, "scope", RequestRules::isScope)
        ? Optional.of(OAuthError.SCOPE)
        : Optional.empty();
  }

  private boolean isStrict(Leniency about) {
    return !terms.get().lenient().contains(about);
  }

  private static boolean hasSecretInQuery(Request request) {
    return SECRETS.stream().anyMatch(name -> request.has(name, Origin.QUERY));
  }

  private static boolean hasTwoAuthentications(Request request) {
    boolean inHeader =
        request
            .header("authorization")
            .filter(value -> value.regionMatches(true, 0, "Basic ", 0, 6))
            .isPresent();
    boolean bySecret = request.parameter("client_secret").isPresent();
    boolean byAssertion = request.parameter("client_assertion").isPresent();
    return (inHeader && (bySecret || byAssertion)) || (bySecret && byAssertion);
  }

  private static boolean isOdd(Request request, String name, Predicate<String> isRight) {
    return request.parameter(name).filter(isRight.negate()).isPresent();
  }

  /* RFC 6749, section 3.3. A repeated group of a Pattern takes stack for each word. */
  private static boolean isScope(String text) {
    boolean begun = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' ? !begun : c <= ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
      begun = c != ' ';
    }
    return begun;
  }
}
