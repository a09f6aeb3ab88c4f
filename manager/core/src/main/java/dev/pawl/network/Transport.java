package dev.pawl.network;

import java.net.Proxy;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How an authorization server is reached. Immutable.
 *
 * <p>Nothing global of the JVM is consulted: no proxy selector, authenticator or cookie handler. A
 * loopback address is always reached directly.
 *
 * @param proxy through whom; {@link ProxyServer#NONE} for nobody
 * @param tls whom to trust and which client certificate to show; null for the platform's default
 */
public record Transport(ProxyServer proxy, @Nullable SSLContext tls) {
  /** No proxy, the platform's trust store, no client certificate. */
  public static final Transport DIRECT = new Transport(ProxyServer.NONE, null);

  /** Checks that a proxy is given. */
  public Transport {
    Objects.requireNonNull(proxy, "proxy");
  }

  /** This transport through {@code proxy}. */
  public Transport through(Proxy proxy) {
    return through(ProxyServer.of(proxy));
  }

  /** This transport through {@code proxy}. */
  public Transport through(ProxyServer proxy) {
    return new Transport(proxy, tls);
  }

  /**
   * This transport with the trust and the client certificate of {@code files}.
   *
   * @throws ConfigurationException if a file cannot be used; the message names it
   */
  public Transport with(TlsFiles files) {
    return new Transport(proxy, files.context());
  }
}
