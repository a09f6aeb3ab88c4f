package dev.pawl.okhttp;

import dev.pawl.http.RequestAuthorizer;
import java.util.Objects;
import okhttp3.Authenticator;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/**
 * Gives OkHttp's requests the tokens that all processes of the user share: {@code
 * PawlAuthentication.of(authorizer).on(new OkHttpClient.Builder()).build()}. Where a server refuses
 * a token, it is renewed once for the whole machine, and the request is sent once more, unless its
 * body can be written only once ({@code RequestBody.isOneShot} or {@code isDuplex}): then the
 * caller gets the refusal, and the next request has a newer token.
 *
 * <p>The token is put into each request on its way to the network, so redirects to other origins
 * carry none, and no interceptor or cache of the application sees it. A {@link
 * dev.pawl.token.TokenException} reaches the caller as the cause of an {@link java.io.IOException},
 * since OkHttp's callers know no other. Thread-safe.
 */
public final class PawlAuthentication {
  private final Interceptor repeating;
  private final Interceptor authorizing;
  private final Authenticator authenticator;

  private PawlAuthentication(RequestAuthorizer authorizer) {
    this.repeating = new RepeatingInterceptor(authorizer);
    this.authorizing = new AuthorizingInterceptor(authorizer);
    this.authenticator = new RefusalAuthenticator();
  }

  /** Tokens of {@code authorizer}, for the origins that it names. */
  public static PawlAuthentication of(RequestAuthorizer authorizer) {
    return new PawlAuthentication(Objects.requireNonNull(authorizer));
  }

  /**
   * Adds all that there is to {@code builder}: each 401, and each 403 that speaks of the token, is
   * answered. Whatever authenticator the builder has stays.
   *
   * @return {@code builder}
   */
  public OkHttpClient.Builder on(OkHttpClient.Builder builder) {
    return builder.addInterceptor(repeating).addNetworkInterceptor(authorizing);
  }

  /**
   * What puts the token into a request: for {@code OkHttpClient.Builder.addNetworkInterceptor}
   * alone, together with {@link #authenticator}.
   */
  public Interceptor networkInterceptor() {
    return authorizing;
  }

  /**
   * What answers a 401 by OkHttp's own means; a 403 stays as it is, since OkHttp asks nobody about
   * those. It answers nothing that {@link #networkInterceptor} has not authorized.
   */
  public Authenticator authenticator() {
    return authenticator;
  }

  /** Names itself alone. */
  @Override
  public String toString() {
    return "PawlAuthentication";
  }
}
