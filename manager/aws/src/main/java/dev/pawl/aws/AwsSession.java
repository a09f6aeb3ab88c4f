package dev.pawl.aws;

import dev.pawl.cloud.AwsKeys;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import dev.pawl.cloud.CloudSession;
import dev.pawl.spi.Credential;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.scheme.StsAuthSchemeParams;
import software.amazon.awssdk.services.sts.auth.scheme.StsAuthSchemeProvider;

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

  /* What makes a profile one that credentials come from (sdkref/latest/guide/settings-reference). */
  private static final List<String> CREDENTIALS =
      List.of(
          "aws_access_key_id",
          "credential_process",
          "login_session",
          "role_arn",
          "sso_account_id",
          "sso_session",
          "sso_start_url",
          "web_identity_token_file");

  private static final String DEFAULT = "default";
  private static final String KEY_ID = "AWS_ACCESS_KEY_ID";
  private static final int MOST_SOURCES = 10;

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
    ProfileFile file = ProfileFile.defaultProfileFile();
    Profile profile = file.profile(profileName()).orElse(null);
    if (profile != null && holdsCredentials(profile)) {
      return ofProfile(profile, file);
    }
    if (!isUnset(PROFILE)) {
      throw new CloudException(
          Kind.ABSENT,
          "the AWS profile " + profileName() + " is not there, or holds no credentials",
          null);
    }
    return ContainerOrInstance.credential(environment);
  }

  private Credential ofProfile(Profile profile, ProfileFile file) throws CloudException {
    SsoProfile sso = SsoProfile.of(profileName(), file, environment);
    if (sso != null) {
      return new SsoCredentials(sso, context).find(loginAdvice());
    }
    String process = profile.property("credential_process").orElse("");
    if (asksThisProfile(process)) {
      throw new CloudException(
          Kind.MISCONFIGURED,
          "the AWS profile "
              + profileName()
              + " has pawl aws-credentials as its credential_process, which would ask that profile"
              + " again; name another one by --aws-profile",
          null);
    }
    requireOwnKeys(profile, file);
    String session = profile.property("login_session").orElse("");
    if (!session.isEmpty()) {
      return new LoginSession(session, profileName(), context).find();
    }
    try (ProfileCredentialsProvider provider = ProfileCredentialsProvider.create(profileName())) {
      return SdkKeys.credential(provider);
    }
  }

  /* Such a role is assumed with the keys of this process's variables, which the given ones have not. */
  private static void requireOwnKeys(Profile profile, ProfileFile file) throws CloudException {
    Profile next = profile;
    for (int steps = 0; next != null && steps < MOST_SOURCES; steps++) {
      boolean named = "Environment".equals(next.property("credential_source").orElse(""));
      if (named && System.getenv(KEY_ID) != null) {
        throw CloudContext.different(KEY_ID);
      }
      String source = next.property("source_profile").orElse("");
      next = source.isEmpty() ? null : file.profile(source).orElse(null);
    }
  }

  /* Pawl's own verb, without another profile's name. */
  private boolean asksThisProfile(String process) {
    List<String> words = List.of(process.split("[ =]+", -1));
    int option = words.indexOf("--aws-profile");
    boolean other =
        option >= 0 && option + 1 < words.size() && !words.get(option + 1).equals(profileName());
    return words.contains("aws-credentials") && !other;
  }

  private static boolean holdsCredentials(Profile profile) {
    return CREDENTIALS.stream().anyMatch(name -> profile.property(name).isPresent());
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
    ClientClock kept = new ClientClock();
    String region = region().orElseThrow();
    EndpointClock clock = EndpointClock.ofClient("sts", region, context.clock());
    try (StsClient sts =
        StsClient.builder()
            .region(Region.of(region))
            .httpClientBuilder(HttpTerms.http())
            .overrideConfiguration(HttpTerms.once(profileName(), clock))
            .authSchemeProvider(params -> signedBy(clock, params))
            .credentialsProvider(
                StaticCredentialsProvider.create(SdkKeys.of(AwsKeys.of(credential.value()))))
            .build()) {
      return check(sts, clock);
    } finally {
      kept.restore();
    }
  }

  private static List<AuthSchemeOption> signedBy(EndpointClock clock, StsAuthSchemeParams params) {
    return StsAuthSchemeProvider.defaultProvider().resolveAuthScheme(params).stream()
        .map(
            option ->
                option.toBuilder()
                    .putSignerProperty(HttpSigner.SIGNING_CLOCK, clock.signing())
                    .build())
        .toList();
  }

  /* Once more if the clocks were apart: by then the clock there is known. */
  private static Acceptance check(StsClient sts, EndpointClock clock) {
    Duration before = clock.skew();
    try {
      sts.getCallerIdentity();
      return Acceptance.ACCEPTED;
    } catch (SdkException e) {
      if (!ClockSkew.explains(AwsProblems.code(e), clock.skew().minus(before))) {
        return AwsProblems.acceptance(e);
      }
    }
    try {
      sts.getCallerIdentity();
      return Acceptance.ACCEPTED;
    } catch (SdkException e) {
      return AwsProblems.acceptance(e);
    }
  }

  private Optional<String> region() {
    for (String name : new String[] {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
      if (!isUnset(name)) {
        return Optional.ofNullable(environment.get(name));
      }
    }
    return profile().flatMap(profile -> profile.property("region"));
  }

  private Optional<Profile> profile() {
    return ProfileFile.defaultProfileFile().profile(profileName());
  }

  @Override
  public Identity identity() {
    try {
      String account = profile().flatMap(one -> one.property("sso_account_id")).orElse("");
      return new Identity(isLeftToTheProfile() ? account : "", region().orElse(""));
    } catch (SdkException | IllegalArgumentException e) {
      return Identity.UNKNOWN; // whoever resolves the credentials is told what is wrong
    }
  }

  private @Nullable String loginAdvice() {
    try {
      Profile profile = isLeftToTheProfile() ? profile().orElse(null) : null;
      if (profile == null) {
        return null;
      }
      boolean login = profile.property("login_session").isPresent();
      boolean sso =
          profile.property("sso_session").isPresent()
              || profile.property("sso_start_url").isPresent();
      return login || sso
          ? "Run: aws " + (sso ? "sso login" : "login") + " --profile " + profile.name()
          : null;
    } catch (SdkException | IllegalArgumentException e) {
      return null;
    }
  }
}
