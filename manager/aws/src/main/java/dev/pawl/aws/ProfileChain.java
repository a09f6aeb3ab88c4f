package dev.pawl.aws;

import dev.pawl.cloud.AwsKeys;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The keys of a profile: its own, or those of a role that is assumed with the keys of its {@code
 * source_profile}, which may be a role's too. Whoever has a session in the chain, Pawl has its
 * refresh token presented once, under the lock that all processes of the user respect. Immutable.
 */
final class ProfileChain {
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

  private static final String ENVIRONMENT_KEY = "AWS_ACCESS_KEY_ID";

  /* Where the one service for all regions is (docs.aws.amazon.com/sdkref, feature-sts). */
  private static final String GLOBAL = "us-east-1";

  private final ProfileFile file;
  private final String first;
  private final String region;
  private final CloudContext context;

  /**
   * The chain that begins with the profile {@code first} of {@code file}.
   *
   * @param region of the program; empty if it has none
   */
  ProfileChain(ProfileFile file, String first, String region, CloudContext context) {
    this.file = file;
    this.first = first;
    this.region = region;
    this.context = context;
  }

  /** Whether its first profile is one that credentials come from. */
  boolean isThere() {
    return held(first) != null;
  }

  private @Nullable Profile held(String name) {
    return file.profile(name)
        .filter(found -> CREDENTIALS.stream().anyMatch(one -> found.property(one).isPresent()))
        .orElse(null);
  }

  /**
   * Its keys, new ones.
   *
   * @throws CloudException that says what to do, and names the profile that is at fault
   * @throws SdkException if the SDK finds none where it looks
   */
  AwsKeys keys() throws CloudException {
    return keys(first, List.of());
  }

  private AwsKeys keys(String name, List<String> before) throws CloudException {
    List<String> path = new ArrayList<>(before);
    path.add(name);
    if (before.contains(name)) {
      throw new CloudException(
          Kind.MISCONFIGURED,
          "the AWS profiles lead back to " + name + " by source_profile: " + shown(path),
          null);
    }
    Profile profile = held(name);
    if (profile == null) {
      throw new CloudException(
          Kind.ABSENT,
          "the AWS profile "
              + name
              + (before.isEmpty() ? "" : ", a source_profile (" + shown(path) + "),")
              + " is not there, or holds no credentials",
          null);
    }
    RoleProfile role = RoleProfile.of(profile);
    return role == null ? own(profile, path) : assumed(role, keys(role.source(), path));
  }

  private static String shown(List<String> path) {
    return String.join(" -> ", path);
  }

  private AwsKeys assumed(RoleProfile role, AwsKeys source) throws CloudException {
    try (SecurityTokenService service =
        new SecurityTokenService(region(role), role.name(), source, context.clock())) {
      return service.assume(role.request(context.clock().millis()));
    } catch (SdkException e) {
      CloudException said = AwsProblems.of(e, advice());
      throw new CloudException(
          said.kind(),
          "the role of the AWS profile "
              + role.name()
              + " is not given to the keys of "
              + role.source()
              + ": "
              + said.getMessage(),
          e);
    }
  }

  private String region(RoleProfile role) {
    String own = file.profile(role.name()).flatMap(one -> one.property("region")).orElse(region);
    return own.isEmpty() ? GLOBAL : own;
  }

  private AwsKeys own(Profile profile, List<String> path) throws CloudException {
    String name = profile.name();
    SsoProfile sso = SsoProfile.of(name, file, context.environment());
    if (sso != null) {
      return AwsKeys.of(new SsoCredentials(sso, context).find(advice()).value());
    }
    requireAnother(profile, path);
    requireOwnKeys(profile);
    String session = profile.property("login_session").orElse("");
    if (!session.isEmpty() && profile.property("role_arn").isEmpty()) {
      return AwsKeys.of(new LoginSession(session, name, context).find().value());
    }
    try (ProfileCredentialsProvider provider =
        ProfileCredentialsProvider.builder().profileFile(file).profileName(name).build()) {
      return AwsKeys.of(SdkKeys.credential(provider).value());
    }
  }

  /* Pawl's own verb, which would come back here: without another profile's name, to the first. */
  private void requireAnother(Profile profile, List<String> path) throws CloudException {
    String process = profile.property("credential_process").orElse("");
    List<String> words = List.of(process.split("[ =]+", -1));
    int option = words.indexOf("--aws-profile");
    String asked = option >= 0 && option + 1 < words.size() ? words.get(option + 1) : first;
    if (words.contains("aws-credentials") && path.contains(asked)) {
      throw new CloudException(
          Kind.MISCONFIGURED,
          "the AWS profile "
              + profile.name()
              + " has pawl aws-credentials as its credential_process, which would ask that profile"
              + " again; name another one by --aws-profile",
          null);
    }
  }

  /* Such a role is assumed with the keys of this process's variables, which the given ones have not. */
  private static void requireOwnKeys(Profile profile) throws CloudException {
    boolean named = "Environment".equals(profile.property("credential_source").orElse(""));
    if (named && System.getenv(ENVIRONMENT_KEY) != null) {
      throw CloudContext.different(ENVIRONMENT_KEY);
    }
  }

  /**
   * How a person begins a new session of the profile that the chain ends with; null if none is had
   * so.
   */
  @Nullable String advice() {
    Profile last = last();
    if (last == null) {
      return null;
    }
    boolean sso =
        last.property("sso_session").isPresent() || last.property("sso_start_url").isPresent();
    return sso || last.property("login_session").isPresent()
        ? "Run: aws " + (sso ? "sso login" : "login") + " --profile " + last.name()
        : null;
  }

  private @Nullable Profile last() {
    List<String> seen = new ArrayList<>();
    Profile profile = file.profile(first).orElse(null);
    while (profile != null && isARole(profile) && !seen.contains(profile.name())) {
      seen.add(profile.name());
      profile = profile.property("source_profile").flatMap(file::profile).orElse(null);
    }
    return profile;
  }

  private static boolean isARole(Profile profile) {
    return profile.property("role_arn").isPresent()
        && profile.property("source_profile").isPresent();
  }

  /** Whose keys they are, as far as the configuration tells; empty if it does not. */
  String account() {
    Profile profile = file.profile(first).orElse(null);
    if (profile == null) {
      return "";
    }
    String arn =
        profile.property("role_arn").or(() -> profile.property("login_session")).orElse("");
    return profile
        .property("sso_account_id")
        .filter(unused -> profile.property("role_arn").isEmpty())
        .or(() -> profile.property("aws_account_id").filter(unused -> arn.isEmpty()))
        .orElse(RoleProfile.account(arn));
  }
}
