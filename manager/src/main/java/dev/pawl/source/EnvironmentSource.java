package dev.pawl.source;

import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.spi.CredentialSource;
import dev.pawl.spi.Fingerprint;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A secret in an environment variable, which is the same for the whole life of the process. An
 * empty variable counts as none. Immutable.
 */
public final class EnvironmentSource implements CredentialSource {
  /** Holds a token for a gateway, sent as {@code Authorization: Bearer}. */
  public static final String AUTH_TOKEN = "ANTHROPIC_AUTH_TOKEN";

  /** Holds an OAuth access token. */
  public static final String OAUTH_TOKEN = "CLAUDE_CODE_OAUTH_TOKEN";

  /** Holds an API key, sent as {@code X-Api-Key}. */
  public static final String API_KEY = "ANTHROPIC_API_KEY";

  private final String variable;
  private final Kind kind;
  private final Billing billing;
  private final @Nullable String value;

  private EnvironmentSource(
      String variable, Kind kind, Billing billing, Map<String, String> environment) {
    this.variable = variable;
    this.kind = kind;
    this.billing = billing;
    this.value = environment.get(variable);
  }

  /** {@value #AUTH_TOKEN}. */
  public static EnvironmentSource authToken(Map<String, String> environment) {
    return new EnvironmentSource(AUTH_TOKEN, Kind.BEARER, Billing.UNKNOWN, environment);
  }

  /** {@value #OAUTH_TOKEN}. */
  public static EnvironmentSource oauthToken(Map<String, String> environment) {
    return new EnvironmentSource(OAUTH_TOKEN, Kind.BEARER, Billing.SUBSCRIPTION, environment);
  }

  /** {@value #API_KEY}. */
  public static EnvironmentSource apiKey(Map<String, String> environment) {
    return new EnvironmentSource(API_KEY, Kind.API_KEY, Billing.PER_TOKEN, environment);
  }

  @Override
  public String name() {
    return variable;
  }

  @Override
  public Reach reach() {
    return Reach.PROCESS;
  }

  @Override
  public String origin() {
    return "variable " + variable;
  }

  @Override
  public Billing billing() {
    return billing;
  }

  @Override
  public boolean isEmpty() {
    return value != null && value.isEmpty();
  }

  @Override
  public boolean isConfigured() throws SourceException {
    if (value == null || value.isEmpty()) {
      return false;
    }
    String unused = SecretText.check(value, variable);
    return true;
  }

  @Override
  public Credential mint(@Nullable Fingerprint rejected) throws SourceException {
    if (value == null || value.isEmpty()) {
      throw new SourceException(variable, "is not set");
    }
    Credential credential = new Credential(kind, SecretText.check(value, variable), Long.MAX_VALUE);
    if (credential.fingerprint().equals(rejected)) {
      throw new SourceException(
          variable,
          "was rejected by the server; no other credential is tried in its place: correct or unset"
              + " it and start again");
    }
    return credential;
  }
}
