package dev.pawl.cli.login;

import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.UsageException;
import dev.pawl.clock.TokenClock;
import dev.pawl.network.ConfigurationException;
import dev.pawl.oauth.AuthorizationServer;
import dev.pawl.oauth.ServerMetadata;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Authorization servers, each asked once for its endpoints. Not thread-safe. */
final class Issuers {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final Shell shell;
  private final Map<String, ServerMetadata> known = new HashMap<>();

  /** Asked the way that {@code shell} says. */
  Issuers(Shell shell) {
    this.shell = shell;
  }

  /** Where the refresh tokens of an issuer go. */
  record Endpoints(URI token, @Nullable URI revocation) {}

  /**
   * The endpoints of {@code issuer}.
   *
   * @param byCertificate whether they are those for clients that show one (RFC 8705 section 5)
   * @throws UsageException if they cannot be found out
   */
  Endpoints endpoints(String issuer, boolean byCertificate) {
    ServerMetadata told = told(issuer);
    ServerMetadata used = byCertificate ? told.byCertificate() : told;
    return new Endpoints(used.tokenEndpoint(), used.revocationEndpoint());
  }

  private ServerMetadata told(String issuer) {
    ServerMetadata present = known.get(issuer);
    if (present != null) {
      return present;
    }
    try {
      ServerMetadata found =
          new AuthorizationServer(shell.transport(), TokenClock.system()).discover(issuer, TIMEOUT);
      known.put(issuer, found);
      return found;
    } catch (IOException | ConfigurationException e) {
      throw new UsageException(
          "field issuer: " + e.getMessage() + "; or name the token_endpoint in each line");
    }
  }
}
