package dev.pawl.oauth;

import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import java.net.Proxy;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How an authorization server is reached. Immutable.
 *
 * <p>Nothing global is consulted: no system-wide proxy, authenticator or cookie handler. A loopback
 * address is always reached directly.
 *
 * @param proxy {@link Proxy#NO_PROXY}, an HTTP proxy that allows CONNECT, or a SOCKS proxy
 * @param tls whom to trust and which client certificate to show; null for the platform's default
 */
public record Transport(Proxy proxy, @Nullable SSLContext tls) {
  /** No proxy, the platform's trust store, no client certificate. */
  public static final Transport DIRECT = new Transport(Proxy.NO_PROXY, null);

  /**
   * The transport that the fields below {@code network} of {@code settings} ask for; {@link
   * #DIRECT} if they say nothing of it.
   *
   * @throws SettingsException if they, or the files they name, cannot be used; the message says why
   */
  public static Transport of(Settings settings) throws SettingsException {
    return new TransportSettings(settings).read();
  }

  /** Checks that a proxy is given. */
  public Transport {
    Objects.requireNonNull(proxy, "proxy");
  }

  /** This transport through {@code proxy}. */
  public Transport through(Proxy proxy) {
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
