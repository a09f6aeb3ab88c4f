package dev.pawl.anthropic;

import com.anthropic.backends.Backend;
import com.anthropic.core.http.HttpRequest;
import dev.pawl.http.RequestAuthorizer.Attempt;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.token.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * In headers of its own.
 *
 * @param anthropic whether it is Anthropic's own API, which wants a beta for tokens of logins
 */
record HeaderPresentation(boolean anthropic) implements Presentation {
  /* As the SDK sends both for tokens that it gets itself (AuthorizingHttpClient, 3.14.0). */
  private static final String BETA = "anthropic-beta";
  private static final String OF_LOGINS = "oauth-2025-04-20";

  /* How the vendor's OAuth access tokens begin, those of `claude setup-token` too. */
  private static final String OAUTH_TOKEN = "sk-ant-oat";

  @Override
  public HttpRequest authorized(HttpRequest request, Attempt attempt, Backend backend) {
    HttpRequest.Builder builder = request.toBuilder();
    attempt
        .headers(request.method().name(), Presentation.target(request))
        .forEach(builder::replaceHeaders);
    if (anthropic && isOfALogin(attempt.token())) {
      builder.replaceHeaders(BETA, betas(request));
    }
    return backend.authorizeRequest(builder.build());
  }

  private static boolean isOfALogin(Token token) {
    boolean known = token.generation() > 0 || token.value().startsWith(OAUTH_TOKEN);
    return known && (token.kind() == Kind.BEARER || token.kind() == Kind.DPOP);
  }

  private static String betas(HttpRequest request) {
    List<String> betas = new ArrayList<>(request.headers().values(BETA));
    if (betas.stream().noneMatch(one -> one.contains(OF_LOGINS))) {
      betas.add(OF_LOGINS);
    }
    return String.join(",", betas);
  }
}
