package dev.pawl.doctor;

import dev.pawl.network.ProxyServer;
import dev.pawl.network.TransportSettings;
import dev.pawl.settings.Settings;
import java.io.IOException;
import java.util.Map;

/** How issuers are reached, for people. Opens no connection. */
final class NetworkCheckup {
  private NetworkCheckup() {}

  /**
   * What {@code settings} and {@code environment} say.
   *
   * @throws IOException if they make no sense
   */
  static Finding of(Settings settings, Map<String, String> environment) throws IOException {
    ProxyServer proxy = TransportSettings.transport(settings, environment).proxy();
    String problem = proxy.isNone() ? "" : proxy.presentProblem();
    return problem.isEmpty()
        ? Finding.ok("network", proxy.way())
        : Finding.fail("network", problem, "correct it, or set network.proxy in settings.json");
  }
}
