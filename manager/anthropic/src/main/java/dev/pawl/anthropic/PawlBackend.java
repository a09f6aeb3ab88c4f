package dev.pawl.anthropic;

import com.anthropic.backends.Backend;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClientAsync;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.Interceptor;
import dev.pawl.http.RequestAuthorizer;
import dev.pawl.http.RequestAuthorizer.Attempt;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts what all processes of the user share under the clients of the Anthropic SDK: {@code
 * PawlBackend.of(credentials).on(AnthropicOkHttpClient.builder()).build()}. Each request asks for
 * the credential of now. API keys go into {@code X-Api-Key}; tokens into {@code Authorization},
 * those of a login with the beta that the API wants for them, as the SDK does for logins of its
 * own. A request that has one of these headers already is left alone.
 *
 * <p>Where the API refuses a credential, it is renewed once for the whole machine, and the request
 * is sent once more, unless its body is not repeatable: then the caller gets the SDK's exception,
 * and the next request has a newer one. A {@link TokenException} reaches the caller as it is; the
 * SDK repeats nothing after it. Thread-safe.
 */
public final class PawlBackend implements Backend {
  private static final URI API = URI.create("https://api.anthropic.com");

  private final Backend backend;
  private final RequestAuthorizer authorizer;
  private final Presentation presentation;
  private final Attempts attempts = new Attempts();

  private PawlBackend(Backend backend, RequestAuthorizer authorizer, Presentation presentation) {
    this.backend = Objects.requireNonNull(backend);
    this.authorizer = Objects.requireNonNull(authorizer);
    this.presentation = presentation;
  }

  /** Credentials of {@code supply}, which stays the caller's to close, for Anthropic's own API. */
  public static PawlBackend of(TokenSupply supply) {
    return of(supply, API);
  }

  /**
   * Credentials of {@code supply} for an API that speaks as Anthropic's does, as gateways do.
   *
   * @throws IllegalArgumentException if it is neither https nor on loopback
   */
  public static PawlBackend of(TokenSupply supply, URI baseUrl) {
    return of(authorizer(supply, baseUrl.toString()).build(), new PlainBackend(baseUrl));
  }

  /** Tokens of {@code authorizer} for requests that {@code backend} prepares and sends on. */
  public static PawlBackend of(RequestAuthorizer authorizer, Backend backend) {
    return new PawlBackend(backend, authorizer, new HeaderPresentation(true));
  }

  /** Those of a cloud, presented as {@code presentation} does. */
  static PawlBackend of(RequestAuthorizer authorizer, Backend backend, Presentation presentation) {
    return new PawlBackend(backend, authorizer, presentation);
  }

  /** A builder of an authorizer for the origin of {@code baseUrl}. */
  static RequestAuthorizer.Builder authorizer(TokenSupply supply, String baseUrl) {
    return RequestAuthorizer.builder(supply).origins(URI.create(baseUrl).resolve("/"));
  }

  /**
   * Puts this backend, and what repeats a refused request, under a client.
   *
   * @return {@code builder}
   */
  public AnthropicOkHttpClient.Builder on(AnthropicOkHttpClient.Builder builder) {
    return builder.backend(this).addInterceptor(interceptor());
  }

  /**
   * Puts this backend, and what repeats a refused request, under an asynchronous client. Waiting
   * for a token happens on the common pool.
   *
   * @return {@code builder}
   */
  public AnthropicOkHttpClientAsync.Builder on(AnthropicOkHttpClientAsync.Builder builder) {
    return builder.backend(this).addInterceptor(interceptor());
  }

  /** What repeats a refused request; a client with the backend alone never does. */
  public Interceptor interceptor() {
    return client -> new RepeatingClient(client, authorizer, URI.create(baseUrl()), attempts);
  }

  @Override
  public String baseUrl() {
    return backend.baseUrl();
  }

  @Override
  public HttpRequest prepareRequest(HttpRequest request) {
    return backend.prepareRequest(request);
  }

  /**
   * {@code request} with the credential of now. Blocks while it is made.
   *
   * @throws TokenException if there is none; its reason says what to do
   */
  @Override
  public HttpRequest authorizeRequest(HttpRequest request) {
    HttpRequest unmarked = Attempts.unmarked(request);
    URI target = Presentation.target(unmarked);
    for (String header : RequestAuthorizer.headerNames()) {
      if (!unmarked.headers().values(header).isEmpty()) {
        return backend.authorizeRequest(unmarked);
      }
    }
    Optional<Attempt> attempt =
        attempts
            .of(request)
            .or(() -> authorizer.attempt(target))
            .filter(any -> authorizer.isFor(target));
    return attempt.isEmpty() ? unmarked : presentation.authorized(unmarked, attempt.get(), backend);
  }

  @Override
  public HttpResponse prepareResponse(HttpResponse response) {
    return backend.prepareResponse(response);
  }

  @Override
  public boolean supportsMessageThreads() {
    return backend.supportsMessageThreads();
  }

  @Override
  public String openTelemetryProviderName() {
    return backend.openTelemetryProviderName();
  }

  @Override
  public Optional<String> openTelemetryPlatform() {
    return backend.openTelemetryPlatform();
  }

  /** Closes the backend below; the supply of the credentials stays open. */
  @Override
  public void close() {
    backend.close();
  }

  /** Names itself alone. */
  @Override
  public String toString() {
    return "PawlBackend";
  }
}
