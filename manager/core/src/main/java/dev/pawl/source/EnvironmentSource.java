package dev.pawl.source;

import dev.pawl.settings.VendorVariables;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.spi.Fingerprint;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A secret in an environment variable. Immutable. */
public final class EnvironmentSource extends VariableSource {
  /** Holds a token for a gateway, sent as {@code Authorization: Bearer}. */
  public static final String AUTH_TOKEN = VendorVariables.AUTH_TOKEN;

  /** Holds an OAuth access token. */
  public static final String OAUTH_TOKEN = VendorVariables.OAUTH_TOKEN;

  /** Holds an API key, sent as {@code X-Api-Key}. */
  public static final String API_KEY = VendorVariables.API_KEY;

  private final Kind kind;

  private EnvironmentSource(
      String variable, Kind kind, Billing billing, Map<String, String> environment) {
    super(variable, billing, environment);
    this.kind = kind;
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
  public boolean isConfigured() throws SourceException {
    if (value().isEmpty()) {
      return false;
    }
    String unused = SecretText.check(value(), name());
    return true;
  }

  @Override
  public Credential mint(@Nullable Fingerprint rejected) throws SourceException {
    if (value().isEmpty()) {
      throw new SourceException(name(), "is not set");
    }
    Credential credential = new Credential(kind, SecretText.check(value(), name()), Long.MAX_VALUE);
    if (credential.fingerprint().equals(rejected)) {
      throw new SourceException(
          name(),
          "was rejected by the server; no other credential is tried in its place: correct or unset"
              + " it and start again");
    }
    return credential;
  }
}
