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
 * @param files what {@code tls} was made of; null if the application made it itself, or there is
 *     none
 */
public record Transport(ProxyServer proxy, @Nullable SSLContext tls, @Nullable TlsFiles files) {
  /** No proxy, the platform's trust store, no client certificate. */
  public static final Transport DIRECT = new Transport(ProxyServer.NONE, null);

  /** Checks that a proxy is given. */
  public Transport {
    Objects.requireNonNull(proxy, "proxy");
  }

  /** A transport whose TLS the application made itself. */
  public Transport(ProxyServer proxy, @Nullable SSLContext tls) {
    this(proxy, tls, null);
  }

  /** This transport through {@code proxy}. */
  public Transport through(Proxy proxy) {
    return through(ProxyServer.of(proxy));
  }

  /** This transport through {@code proxy}. */
  public Transport through(ProxyServer proxy) {
    return new Transport(proxy, tls, files);
  }

  /**
   * This transport with the trust and the client certificate of {@code files}.
   *
   * @throws ConfigurationException if a file cannot be used; the message names it
   */
  public Transport with(TlsFiles files) {
    return new Transport(proxy, files.context(), files);
  }

  /**
   * This transport, but with {@code certificate} shown to each server that asks for one.
   *
   * @throws ConfigurationException if whom to trust is not known: the application made the TLS
   *     itself
   */
  public Transport showing(ClientCertificate certificate) {
    TlsFiles made = files == null ? new TlsFiles(null, null, null, null) : files;
    if (tls != null && files == null) {
      throw new ConfigurationException(
          "the client's certificate cannot be shown by a Transport whose SSLContext the application"
              + " made; make it of TlsFiles, or have that context show the certificate");
    }
    return new Transport(proxy, made.context(certificate), made);
  }
}
