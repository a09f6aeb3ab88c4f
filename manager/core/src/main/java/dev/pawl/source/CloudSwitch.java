package dev.pawl.source;

import dev.pawl.settings.VendorVariables;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Fingerprint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A variable that hands everything to a cloud: the provider's own credentials are used then, and no
 * other identity. Immutable.
 */
public final class CloudSwitch extends VariableSource {
  private static final Set<String> ON = Set.of("1", "true", "yes", "on");
  private static final Set<String> OFF = Set.of("", "0", "false", "no", "off");

  private final String provider;

  private CloudSwitch(
      String variable, String provider, Billing billing, Map<String, String> environment) {
    super(variable, billing, environment);
    this.provider = provider;
  }

  /** Every cloud's switch, the first that is on deciding. */
  public static List<CloudSwitch> all(Map<String, String> environment) {
    return List.of(
        new CloudSwitch(VendorVariables.BEDROCK, "Amazon Bedrock", Billing.AWS, environment),
        new CloudSwitch(VendorVariables.VERTEX, "Google Vertex AI", Billing.GCP, environment),
        new CloudSwitch(VendorVariables.FOUNDRY, "Microsoft Foundry", Billing.AZURE, environment),
        new CloudSwitch(
            VendorVariables.MANTLE, "Amazon Bedrock (Mantle)", Billing.AWS, environment),
        new CloudSwitch(
            VendorVariables.ANTHROPIC_AWS, "the Claude platform on AWS", Billing.AWS, environment));
  }

  @Override
  public boolean isConfigured() throws SourceException {
    String word = value().toLowerCase(Locale.ROOT);
    if (!ON.contains(word) && !OFF.contains(word)) {
      throw new SourceException(name(), "is neither on (1, true) nor off (0, false)");
    }
    return ON.contains(word);
  }

  @Override
  public Credential mint(@Nullable Fingerprint rejected) throws SourceException {
    throw new SourceException(
        name(),
        "is on, so the credentials of "
            + provider
            + " itself are used, which Pawl cannot give yet; unset it to use another source");
  }
}
