package dev.pawl;

import dev.pawl.oauth.ProxyServer;
import dev.pawl.oauth.Transport;
import dev.pawl.settings.Settings;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How issuers are reached, for people. Opens no connection. */
final class NetworkCheckup {
  private NetworkCheckup() {}

  /**
   * What {@code settings} and {@code environment} say.
   *
   * @throws IOException if they make no sense
   */
  static Finding of(Settings settings, Map<String, String> environment) throws IOException {
    ProxyServer proxy = Transport.of(settings, environment).proxy();
    if (proxy.isNone()) {
      return Finding.ok("network", "issuers are reached directly");
    }
    String problem = proxy.trouble();
    String way = "issuers are reached through " + proxy + exceptions(proxy);
    return problem.isEmpty()
        ? Finding.ok("network", way)
        : Finding.fail("network", problem, "correct it, or set network.proxy in settings.json");
  }

  /** What a person should know of the way to issuers; null if nothing. */
  static @Nullable String note(Settings settings, Map<String, String> environment) {
    try {
      Finding finding = of(settings, environment);
      boolean direct = Transport.of(settings, environment).proxy().isNone();
      return direct ? null : finding.detail();
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static String exceptions(ProxyServer proxy) {
    return proxy.exceptions().isBlank() ? "" : ", but for " + proxy.exceptions();
  }
}
