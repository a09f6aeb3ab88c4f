package dev.pawl.http;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** The response as the caller asked for it: its request is the caller's own, without the token. */
record CallersResponse<T extends @Nullable Object>(
    HttpRequest request, HttpResponse<TokenVerdict<T>> whole) implements HttpResponse<T> {

  @Override
  public int statusCode() {
    return whole.statusCode();
  }

  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return whole.headers();
  }

  @Override
  @NullUnmarked // null if the caller's own handler made it so
  public T body() {
    return whole.body().body();
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return whole.sslSession();
  }

  @Override
  public URI uri() {
    return whole.uri();
  }

  @Override
  public Version version() {
    return whole.version();
  }

  @Override
  public String toString() {
    return "(" + request.method() + " " + request.uri() + ") " + statusCode();
  }
}
