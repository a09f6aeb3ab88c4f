package dev.pawl.aws;

import dev.pawl.cloud.AwsKeys;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import dev.pawl.cloud.CloudSession;
import dev.pawl.spi.Credential;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The credentials of the profile and the variables of this process, in the order of the SDK's
 * standard chain (docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html). Sessions
 * of IAM Identity Center and of {@code aws login} have a refresh token, which is presented under a
 * lock that all processes of the user respect, once, and never by a retry. Thread-safe.
 */
final class AwsSession implements CloudSession {
  /* It may be another one than that of this process, since the SDK takes it as an argument too. */
  private static final String PROFILE = "AWS_PROFILE";

  /* Whether these count is decided here, by the variables that are given. */
  private static final Set<String> CHOSEN_HERE =
      Set.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_BEARER_TOKEN_BEDROCK");

  private static final String DEFAULT = "default";

  private final CloudContext context;
  private final Map<String, String> environment;

  AwsSession(CloudContext context) {
    this.context = context;
    this.environment = context.environment();
  }

  @Override
  public Credential resolve() throws CloudException {
    requireSameVariables();
    ClientClock clock = new ClientClock();
    try {
      return found();
    } catch (SdkException e) {
      throw AwsProblems.of(e, loginAdvice());
    } finally {
      clock.restore();
    }
  }

  /* The SDK reads the variables of the process itself, and would find somebody else's credentials. */
  private void requireSameVariables() throws CloudException {
    for (String property :
        List.of("aws.accessKeyId", "aws.configFile", "aws.sharedCredentialsFile")) {
      if (System.getProperty(property) != null) {
        throw new CloudException(
            Kind.MISCONFIGURED,
            "the system property "
                + property
                + " is set, which other processes do not have; use the variables of AWS",
            null);
      }
    }
    boolean named = !isUnset("AWS_CONFIG_FILE") && !isUnset("AWS_SHARED_CREDENTIALS_FILE");
    if (!named && !Objects.equals(environment.get("HOME"), System.getenv("HOME"))) {
      throw CloudContext.different("HOME");
    }
    context.requireSameVariables("AWS_", PROFILE, CHOSEN_HERE);
  }

  /* The link is chosen here: the SDK's own chain goes on to the next where one is broken, which
   * would be another identity. */
  private Credential found() throws CloudException {
    if (!isUnset("AWS_ACCESS_KEY_ID")) {
      return SdkKeys.credential(EnvironmentVariableCredentialsProvider.create());
    }
    if (!isUnset("AWS_WEB_IDENTITY_TOKEN_FILE")) {
      try (WebIdentityTokenFileCredentialsProvider provider =
          WebIdentityTokenFileCredentialsProvider.create()) {
        return SdkKeys.credential(provider);
      }
    }
    ProfileChain chain = chain();
    if (chain.isThere()) {
      return chain.keys().credential();
    }
    if (!isUnset(PROFILE)) {
      throw new CloudException(
          Kind.ABSENT,
          "the AWS profile " + profileName() + " is not there, or holds no credentials",
          null);
    }
    return ContainerOrInstance.credential(environment);
  }

  private ProfileChain chain() {
    return new ProfileChain(
        ProfileFile.defaultProfileFile(), profileName(), ofVariables().orElse(""), context);
  }

  /* What the chain looks at before the profile is not there. */
  private boolean isLeftToTheProfile() {
    return isUnset("AWS_ACCESS_KEY_ID") && isUnset("AWS_WEB_IDENTITY_TOKEN_FILE");
  }

  private boolean isUnset(String name) {
    return environment.getOrDefault(name, "").isEmpty();
  }

  private String profileName() {
    return isUnset(PROFILE) ? DEFAULT : environment.getOrDefault(PROFILE, DEFAULT);
  }

  @Override
  public Acceptance check(Credential credential) {
    if (context.byItsEnd(credential) == Acceptance.REJECTED) {
      return Acceptance.REJECTED;
    }
    if (region().isEmpty()) { // each partition of AWS has an STS of its own
      return Acceptance.UNKNOWN;
    }
    try (SecurityTokenService service =
        new SecurityTokenService(
            region().orElseThrow(),
            profileName(),
            AwsKeys.of(credential.value()),
            context.clock())) {
      return service.check();
    }
  }

  private Optional<String> region() {
    return ofVariables()
        .or(
            () ->
                ProfileFile.defaultProfileFile()
                    .profile(profileName())
                    .flatMap(profile -> profile.property("region")));
  }

  private Optional<String> ofVariables() {
    for (String name : new String[] {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
      if (!isUnset(name)) {
        return Optional.ofNullable(environment.get(name));
      }
    }
    return Optional.empty();
  }

  @Override
  public Identity identity() {
    try {
      return new Identity(account(), region().orElse(""));
    } catch (SdkException | IllegalArgumentException e) {
      return Identity.UNKNOWN; // whoever resolves the credentials is told what is wrong
    }
  }

  private String account() {
    if (isLeftToTheProfile()) {
      return chain().account();
    }
    return isUnset("AWS_ACCESS_KEY_ID")
        ? RoleProfile.account(environment.getOrDefault("AWS_ROLE_ARN", ""))
        : environment.getOrDefault("AWS_ACCOUNT_ID", "");
  }

  private @Nullable String loginAdvice() {
    try {
      return isLeftToTheProfile() ? chain().advice() : null;
    } catch (SdkException | IllegalArgumentException e) {
      return null;
    }
  }
}
