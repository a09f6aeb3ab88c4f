package dev.pawl.aws;

import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * A profile whose role is assumed with the keys of another profile
 * (docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html).
 *
 * @param name of the profile
 * @param role its ARN
 * @param source the profile whose keys are used
 * @param session the role session's name; null if the profile names none
 * @param externalId that the role's owner wants to be told; null if the profile has none
 * @param seconds how long the keys are to live; null if the service decides
 */
record RoleProfile(
    String name,
    String role,
    String source,
    @Nullable String session,
    @Nullable String externalId,
    @Nullable Integer seconds) {
  private static final List<String> SESSIONS = List.of("sso_session", "sso_start_url");
  private static final int ACCOUNT = 4;

  /**
   * What {@code profile} says; null if it has no role, or one that is had without another profile:
   * by a web identity, or as {@code credential_source} has it.
   *
   * @throws CloudException MISCONFIGURED that names what is missing, contradicts itself, or cannot
   *     be done here
   */
  static @Nullable RoleProfile of(Profile profile) throws CloudException {
    String role = profile.property("role_arn").orElse(null);
    if (role == null || profile.property("web_identity_token_file").isPresent()) {
      return null;
    }
    requireNoSession(profile);
    boolean elsewhere = profile.property("credential_source").isPresent();
    String source = profile.property("source_profile").orElse("");
    if (source.isEmpty() != elsewhere) {
      throw misconfigured(
          profile,
          "has a role_arn and "
              + (elsewhere ? "both" : "neither")
              + " source_profile "
              + (elsewhere ? "and" : "nor")
              + " credential_source; it needs one of them");
    }
    if (elsewhere) {
      return null;
    }
    requireNoDevice(profile);
    return new RoleProfile(
        profile.name(),
        role,
        source,
        profile.property("role_session_name").orElse(null),
        profile.property("external_id").orElse(null),
        seconds(profile));
  }

  /* The aws command takes the role then, the SDK for Java the session: two identities. */
  private static void requireNoSession(Profile profile) throws CloudException {
    for (String session : SESSIONS) {
      if (profile.property(session).isPresent()) {
        throw misconfigured(
            profile,
            "has both role_arn and "
                + session
                + ", of which tools of AWS take different ones; put "
                + session
                + " into a profile of its own, and name that by source_profile");
      }
    }
  }

  private static void requireNoDevice(Profile profile) throws CloudException {
    if (profile.property("mfa_serial").isPresent()) {
      throw misconfigured(
          profile,
          "has mfa_serial, and nobody can be asked for the code of a device here; set"
              + " awsCredentialExport, or name a profile with the keys of 'aws sts"
              + " get-session-token' as source_profile and take mfa_serial out");
    }
  }

  private static @Nullable Integer seconds(Profile profile) throws CloudException {
    String text = profile.property("duration_seconds").orElse(null);
    try {
      return text == null ? null : Integer.valueOf(text.strip());
    } catch (NumberFormatException e) {
      throw misconfigured(profile, "has a duration_seconds that is no number of seconds");
    }
  }

  private static CloudException misconfigured(Profile profile, String what) {
    return new CloudException(
        Kind.MISCONFIGURED, "the AWS profile " + profile.name() + " " + what, null);
  }

  /** The account that {@code arn} names; empty if it names none. */
  static String account(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length > ACCOUNT && parts[0].equals("arn") ? parts[ACCOUNT] : "";
  }

  /** What is asked of the service at {@code now}, epoch milliseconds. */
  AssumeRoleRequest request(long now) {
    return AssumeRoleRequest.builder()
        .roleArn(role)
        .roleSessionName(session == null ? "pawl-" + now : session)
        .externalId(externalId)
        .durationSeconds(seconds)
        .build();
  }
}
