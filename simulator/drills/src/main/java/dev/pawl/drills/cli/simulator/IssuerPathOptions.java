package dev.pawl.drills.cli.simulator;

import dev.pawl.simulator.Simulator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which issuers there are, which pages may call them, and with what. */
final class IssuerPathOptions {
  private static final String FURTHER = "--issuer";

  @Option(
      names = "--issuer-path",
      paramLabel = "PATH",
      description = "Path of the issuer's identifier, such as /realms/main. Default: none.")
  private @Nullable String path;

  @Option(
      names = FURTHER,
      paramLabel = "NAME=PATH",
      description =
          "A further issuer on the same port, such as acme=/tenants/acme, with clients, tokens and"
              + " a clock of its own. May be given again.")
  private Map<String, String> further = new LinkedHashMap<>();

  @Option(
      names = "--cross-origin",
      paramLabel = "ORIGIN",
      description =
          "Let pages of this origin call the issuers and the API, such as http://localhost:3000."
              + " May be given again.")
  private List<String> origins = List.of();

  @Option(
      names = "--accept-real-secrets",
      description =
          "Serve requests with what looks like a secret of a real service too. Default: refuse.")
  private boolean takesRealSecrets;

  /**
   * Sets what the options say.
   *
   * @throws IllegalArgumentException if a value is refused; the message names the option
   */
  void applyTo(Simulator.Builder builder) {
    OptionValue.set("--issuer-path", path, builder::issuerPath);
    further.forEach(
        (name, where) -> OptionValue.set(FURTHER, where, at -> builder.issuer(name, at)));
    if (takesRealSecrets) {
      Object unused = builder.acceptRealSecrets();
    }
    origins.forEach(origin -> OptionValue.set("--cross-origin", origin, builder::crossOrigin));
  }
}
