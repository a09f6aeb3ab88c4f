package dev.pawl.anthropic;

import com.anthropic.backends.Backend;
import com.anthropic.core.http.HttpRequest;
import dev.pawl.http.RequestAuthorizer.Attempt;
import java.net.URI;

/** How an API wants to see a credential. */
interface Presentation {
  /**
   * {@code request} with the credential of {@code attempt}.
   *
   * @param request whose base is the whole address, see {@link #target}
   * @param backend whose request it is
   */
  HttpRequest authorized(HttpRequest request, Attempt attempt, Backend backend);

  /**
   * Where a request goes that is to be authorized: by then the SDK has put all of it into the base.
   */
  static URI target(HttpRequest request) {
    return URI.create(request.baseUrl());
  }
}
