package dev.pawl.http;

import java.net.URI;
import java.util.Locale;

/** Scheme, host and port: what must match exactly before a token is sent (RFC 6454 section 4). */
record Origin(String scheme, String host, int port) {

  /**
   * The origin that {@code uri} names.
   *
   * @throws IllegalArgumentException if it is no bare https origin, or http on loopback
   */
  static Origin trusted(URI uri) {
    Origin origin = of(uri);
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    boolean bare =
        (path.isEmpty() || path.equals("/"))
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    if (origin.host.isEmpty() || !bare) {
      throw new IllegalArgumentException(
          "an origin is scheme, host and port alone, such as https://api.example.com");
    }
    boolean secure = origin.scheme.equals("https");
    if (!secure && !(origin.scheme.equals("http") && origin.isLoopback())) {
      throw new IllegalArgumentException(
          "the origin " + origin.host + " must be https; http is for loopback addresses alone");
    }
    return origin;
  }

  /** The origin of a request's address. */
  static Origin of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    int port = uri.getPort();
    return new Origin(scheme, host, port > 0 ? port : scheme.equals("https") ? 443 : 80);
  }

  private boolean isLoopback() {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }
}
