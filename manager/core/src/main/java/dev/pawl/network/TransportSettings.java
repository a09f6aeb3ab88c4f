package dev.pawl.network;

import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields below {@code network} of the settings: how every process reaches every issuer; where
 * they name no proxy, the environment of this one may.
 */
public final class TransportSettings {
  private static final String NETWORK = "network";
  private static final int PASSWORD_LIMIT = 4_096;
  private static final int PORTS = 65_535;

  private static final String NONE = "none";

  private final Settings settings;
  private final Map<String, String> environment;

  private TransportSettings(Settings settings, Map<String, String> environment) {
    this.settings = settings;
    this.environment = environment;
  }

  /**
   * The transport that the fields below {@code network} of {@code settings} ask for. Where they
   * name no proxy, {@code https_proxy}, {@code HTTPS_PROXY}, {@code all_proxy} or {@code ALL_PROXY}
   * of {@code environment} does, but for the hosts that {@code no_proxy} or {@code NO_PROXY} lists.
   * {@link Transport#DIRECT} if nobody says anything.
   *
   * @throws SettingsException if they, or the files they name, cannot be used; the message says why
   */
  public static Transport transport(Settings settings, Map<String, String> environment)
      throws SettingsException {
    return new TransportSettings(settings, environment).read();
  }

  private Transport read() throws SettingsException {
    Setting all = settings.find(NETWORK);
    if (all != null && !(all.value() instanceof Map<?, ?>)) {
      throw all.malformed("is not an object");
    }
    ProxyServer proxy = proxy(settings.find(NETWORK + ".proxy"));
    Transport transport = proxy.isNone() ? Transport.DIRECT : Transport.DIRECT.through(proxy);
    Setting trust = settings.find(NETWORK + ".trust");
    Setting identity = settings.find(NETWORK + ".identity");
    Setting told = trust == null ? identity : trust;
    return told == null ? transport : secured(transport, trust, identity, told);
  }

  private ProxyServer proxy(@Nullable Setting setting) throws SettingsException {
    Setting login = settings.find(NETWORK + ".proxyLoginFile");
    Path file = login == null ? null : login.path();
    if (setting == null && login != null) {
      throw login.malformed("needs network.proxy beside it: no variable's proxy gets a password");
    }
    if (setting == null) {
      return ProxyVariable.of(environment);
    }
    return setting.text().equals(NONE) ? ProxyServer.NONE : named(setting, file);
  }

  private static ProxyServer named(Setting setting, @Nullable Path login) throws SettingsException {
    try {
      URI uri = new URI(setting.text());
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean http = scheme.equals("http");
      boolean named = uri.getHost() != null && uri.getPort() > 0 && uri.getPort() <= PORTS;
      if (named && uri.getUserInfo() == null && (http || scheme.equals("socks5"))) {
        Proxy proxy =
            new Proxy(
                http ? Proxy.Type.HTTP : Proxy.Type.SOCKS,
                InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort()));
        return new ProxyServer(proxy, NETWORK + ".proxy", "", "", login, "");
      }
    } catch (URISyntaxException e) {
      // told below, without the value: it may hold a password
    }
    throw setting.malformed(
        "is not http://HOST:PORT or socks5://HOST:PORT, without a password, or none");
  }

  private Transport secured(
      Transport transport, @Nullable Setting trust, @Nullable Setting identity, Setting told)
      throws SettingsException {
    Path trusted = trust == null ? null : trust.namedFile();
    Path shown = identity == null ? null : identity.namedFile();
    try {
      return transport.with(new TlsFiles(trusted, null, shown, password()));
    } catch (ConfigurationException e) {
      throw told.malformed("cannot be used: " + e.getMessage());
    }
  }

  /* In a file of its own, so that the settings hold no secret. */
  private @Nullable String password() throws SettingsException {
    Setting setting = settings.find(NETWORK + ".identityPasswordFile");
    if (setting == null) {
      return null;
    }
    Path file = setting.namedSecret();
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > PASSWORD_LIMIT) {
        throw setting.malformed("names " + file + ", which is no file with a password");
      }
      return Files.readString(file).stripTrailing();
    } catch (SettingsException e) {
      throw e;
    } catch (IOException e) {
      throw setting.malformed("names " + file + ", which cannot be read");
    }
  }
}
