package dev.pawl.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment variables of the vendor's own programs, which Pawl honours (docs/sources.md). */
public final class VendorVariables {
  /** Holds a token for a gateway, sent as {@code Authorization: Bearer}. */
  public static final String AUTH_TOKEN = "ANTHROPIC_AUTH_TOKEN";

  /** Holds an API key, sent as {@code X-Api-Key}. */
  public static final String API_KEY = "ANTHROPIC_API_KEY";

  /** Holds an OAuth access token. */
  public static final String OAUTH_TOKEN = "CLAUDE_CODE_OAUTH_TOKEN";

  /** Names an open file descriptor from which an OAuth access token is read. */
  public static final String OAUTH_TOKEN_DESCRIPTOR = "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR";

  /** Holds a refresh token that becomes the stored login, once. */
  public static final String REFRESH_TOKEN = "CLAUDE_CODE_OAUTH_REFRESH_TOKEN";

  /** Holds the scopes of {@link #REFRESH_TOKEN}, separated by spaces. */
  public static final String SCOPES = "CLAUDE_CODE_OAUTH_SCOPES";

  /** For how many milliseconds the output of {@code apiKeyHelper} is used. */
  public static final String HELPER_TTL = "CLAUDE_CODE_API_KEY_HELPER_TTL_MS";

  /** How the switch of each cloud begins. */
  public static final String CLOUD = "CLAUDE_CODE_USE_";

  /** Hands everything to Amazon Bedrock. */
  public static final String BEDROCK = CLOUD + "BEDROCK";

  /** Hands everything to Google Vertex AI. */
  public static final String VERTEX = CLOUD + "VERTEX";

  /** Hands everything to Microsoft Foundry. */
  public static final String FOUNDRY = CLOUD + "FOUNDRY";

  /** Hands everything to Amazon Bedrock (Mantle). */
  public static final String MANTLE = CLOUD + "MANTLE";

  /** Hands everything to the vendor's platform on AWS. */
  public static final String ANTHROPIC_AWS = CLOUD + "ANTHROPIC_AWS";

  /** Chooses workload identity federation at the vendor: the rule that the identity matches. */
  public static final String FEDERATION_RULE = "ANTHROPIC_FEDERATION_RULE_ID";

  /** What belongs to federation, and chooses nothing without {@link #FEDERATION_RULE}. */
  public static final List<String> FEDERATION =
      List.of(
          "ANTHROPIC_IDENTITY_TOKEN",
          "ANTHROPIC_IDENTITY_TOKEN_FILE",
          "ANTHROPIC_SERVICE_ACCOUNT_ID",
          "ANTHROPIC_ORGANIZATION_ID",
          "ANTHROPIC_WORKSPACE_ID");

  /** What belongs to profiles of the vendor's own tools; not read. */
  public static final List<String> FOREIGN_PROFILES =
      List.of("ANTHROPIC_PROFILE", "ANTHROPIC_CONFIG_DIR");

  /** Whether {@code environment} hands everything to a cloud, so that no login is used. */
  public static boolean chooseCloud(Map<String, String> environment) {
    for (String name : List.of(BEDROCK, VERTEX, FOUNDRY, MANTLE, ANTHROPIC_AWS)) {
      if (Boolean.TRUE.equals(isOn(environment, name))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the switch {@code name} is on; null if it says neither on nor off. */
  public static @Nullable Boolean isOn(Map<String, String> environment, String name) {
    return switch (environment.getOrDefault(name, "").toLowerCase(Locale.ROOT)) {
      case "1", "true", "yes", "on" -> true;
      case "", "0", "false", "no", "off" -> false;
      default -> null;
    };
  }

  private VendorVariables() {}
}
