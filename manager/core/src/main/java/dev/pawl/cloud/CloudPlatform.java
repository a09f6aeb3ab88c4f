package dev.pawl.cloud;

import dev.pawl.settings.VendorVariables;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a cloud where models are served, as a variable of the environment chooses it. The
 * first that is on counts (docs/clouds.md has where each variable is told of).
 */
public enum CloudPlatform {
  /** Amazon Bedrock. */
  BEDROCK(
      "Amazon Bedrock",
      CloudVendor.AWS,
      Billing.AWS,
      List.of(new Fixed("AWS_BEARER_TOKEN_BEDROCK", Kind.BEARER))),
  /** Google Vertex AI. */
  VERTEX("Google Vertex AI", CloudVendor.GOOGLE, Billing.GCP, List.of()),
  /** Microsoft Foundry: a token beats a key, and both beat the chain. */
  FOUNDRY(
      "Microsoft Foundry",
      CloudVendor.AZURE,
      Billing.AZURE,
      List.of(
          new Fixed("ANTHROPIC_FOUNDRY_AUTH_TOKEN", Kind.BEARER),
          new Fixed("ANTHROPIC_FOUNDRY_API_KEY", Kind.API_KEY))),
  /** Amazon Bedrock behind its other front. */
  MANTLE(
      "Amazon Bedrock (Mantle)",
      CloudVendor.AWS,
      Billing.AWS,
      List.of(new Fixed("AWS_BEARER_TOKEN_BEDROCK", Kind.BEARER))),
  /**
   * The model vendor's own platform on AWS, whose API key is a bearer token
   * (docs.aws.amazon.com/claude-platform/latest/userguide/authentication.html).
   */
  ANTHROPIC_AWS(
      "the Claude platform on AWS",
      CloudVendor.AWS,
      Billing.AWS,
      List.of(new Fixed("ANTHROPIC_AWS_API_KEY", Kind.BEARER)));

  private final String title;
  private final CloudVendor vendor;
  private final Billing billing;

  @SuppressWarnings("ImmutableEnumChecker") // List.of() makes it, of records
  private final List<Fixed> fixed;

  CloudPlatform(String title, CloudVendor vendor, Billing billing, List<Fixed> fixed) {
    this.title = title;
    this.vendor = vendor;
    this.billing = billing;
    this.fixed = fixed;
  }

  /**
   * A variable that holds a whole credential, so that the vendor's chain is not asked.
   *
   * @param variable its name
   * @param kind how the credential is presented
   */
  public record Fixed(String variable, Kind kind) {}

  /** The name for people. */
  public String title() {
    return title;
  }

  /** Whose library finds its credentials. */
  public CloudVendor vendor() {
    return vendor;
  }

  /** Who pays for its use. */
  public Billing billing() {
    return billing;
  }

  /** The variable that chooses it. */
  public String variable() {
    return VendorVariables.CLOUD + name();
  }

  /** The variable that says that a gateway adds the credentials, so that none is wanted here. */
  public String skipVariable() {
    return "CLAUDE_CODE_SKIP_" + name() + "_AUTH";
  }

  /** What outranks the vendor's chain, the one that wins first. */
  public List<Fixed> fixed() {
    return fixed;
  }

  /** The setting of the command that begins a new session; null if there is none. */
  public @Nullable String refreshSetting() {
    return switch (vendor) {
      case AWS -> "awsAuthRefresh";
      case GOOGLE -> "gcpAuthRefresh";
      case AZURE -> null;
    };
  }

  /** The setting of the command that prints credentials; null if there is none. */
  public @Nullable String exportSetting() {
    return vendor == CloudVendor.AWS ? "awsCredentialExport" : null;
  }
}
