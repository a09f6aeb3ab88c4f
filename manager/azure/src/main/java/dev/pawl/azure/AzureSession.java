package dev.pawl.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.identity.DefaultAzureCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudSession;
import dev.pawl.spi.Credential;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Tokens of Entra ID for Foundry, by azure-identity's default chain
 * (learn.microsoft.com/azure/developer/java/sdk/authentication/credential-chains): variables,
 * workload identity, managed identity, the tools that a developer is logged in to. Each attempt
 * makes the chain anew, since what it keeps is of one process. Thread-safe.
 */
final class AzureSession implements CloudSession {
  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";

  /* Of requests to Entra ID: maxRetry alone leaves the retries of the HTTP pipeline. The metadata
   * service has a strategy of its own, which this leaves as it is. */
  private static final RetryPolicy ONCE =
      new RetryPolicy(new FixedDelay(new FixedDelayOptions(0, Duration.ofMillis(1))));

  private final CloudContext context;
  private final Map<String, String> environment;

  AzureSession(CloudContext context) {
    this.context = context;
    this.environment = context.environment();
  }

  @Override
  public Credential resolve() throws CloudException {
    return resolve("");
  }

  /** Claims make MSAL ask Entra ID past its cache; azure-identity passes them on with CAE alone. */
  @Override
  public Credential resolve(String claims) throws CloudException {
    for (String prefix : context.platform().vendor().variables()) {
      context.requireSameVariables(prefix, "", Set.of());
    }
    try {
      TokenRequestContext request = new TokenRequestContext().addScopes(SCOPE);
      AccessToken token =
          chain()
              .getTokenSync(
                  claims.isEmpty() ? request : request.setClaims(claims).setCaeEnabled(true));
      return new Credential(
          Credential.Kind.BEARER,
          token.getToken(),
          token.getExpiresAt().toInstant().toEpochMilli());
    } catch (RuntimeException e) { // the library wraps all that happens in several of its own
      throw AzureProblems.of(e);
    }
  }

  /* Microsoft's own hosts know each other; one of a private cloud they do not, and it need not be
   * reachable that they are asked. */
  private DefaultAzureCredential chain() {
    DefaultAzureCredentialBuilder builder =
        new DefaultAzureCredentialBuilder().maxRetry(0).retryPolicy(ONCE);
    String host = environment.getOrDefault("AZURE_AUTHORITY_HOST", "");
    return (host.isEmpty() || host.contains("//login.")
            ? builder
            : builder.disableInstanceDiscovery())
        .build();
  }

  /* What was found was asked for this moment, so that only its end can speak against it. */
  @Override
  public Acceptance check(Credential credential) {
    return context.byItsEnd(credential);
  }

  @Override
  public Identity identity() {
    return new Identity(environment.getOrDefault("AZURE_TENANT_ID", ""), "");
  }
}
