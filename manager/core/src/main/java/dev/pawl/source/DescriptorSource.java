package dev.pawl.source;

import dev.pawl.settings.VendorVariables;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.spi.CredentialSource;
import dev.pawl.spi.Fingerprint;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An OAuth access token on a descriptor that the parent process left open, named by the variable
 * {@value #VARIABLE}. A pipe can be read once, so what was read is kept for the life of the
 * process. Thread-safe.
 */
public final class DescriptorSource implements CredentialSource {
  /** The variable that holds the descriptor's number. */
  public static final String VARIABLE = VendorVariables.OAUTH_TOKEN_DESCRIPTOR;

  private final @Nullable String number;
  private final Duration waitTimeout;

  private DescriptorSource(@Nullable String number, Duration waitTimeout) {
    this.number = number;
    this.waitTimeout = waitTimeout;
  }

  /** The descriptor that {@code environment} names; its writer has five seconds. */
  public static DescriptorSource of(Map<String, String> environment) {
    return of(environment, Duration.ofSeconds(5));
  }

  /** As above; the writer has {@code waitTimeout} from the first reading on. */
  public static DescriptorSource of(Map<String, String> environment, Duration waitTimeout) {
    return new DescriptorSource(environment.get(VARIABLE), waitTimeout);
  }

  @Override
  public String name() {
    return VARIABLE;
  }

  @Override
  public Reach reach() {
    return Reach.PROCESS;
  }

  @Override
  public String origin() {
    return "variable " + VARIABLE;
  }

  @Override
  public Billing billing() {
    return Billing.SUBSCRIPTION;
  }

  @Override
  public boolean isEmpty() {
    return number != null && number.isEmpty();
  }

  /** Looks at the variable and at the kind of the descriptor; reads nothing from it. */
  @Override
  public boolean isConfigured() throws SourceException {
    if (number == null || number.isEmpty()) {
      return false;
    }
    Descriptor.parse(VARIABLE, number).requireReadable();
    return true;
  }

  @Override
  public Credential mint(@Nullable Fingerprint rejected) throws SourceException {
    if (number == null || number.isEmpty()) {
      throw new SourceException(VARIABLE, "is not set");
    }
    Credential credential =
        new Credential(
            Kind.BEARER, Descriptor.parse(VARIABLE, number).secret(waitTimeout), Long.MAX_VALUE);
    if (credential.fingerprint().equals(rejected)) {
      throw new SourceException(
          VARIABLE,
          "gave a token that the server rejected, and gives no other; no other credential is tried"
              + " in its place: start again with a good one");
    }
    return credential;
  }
}
