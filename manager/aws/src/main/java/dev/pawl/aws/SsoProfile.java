package dev.pawl.aws;

import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * A profile whose role is had through IAM Identity Center (docs.aws.amazon.com/sdkref/latest/guide,
 * feature-sso-credentials).
 *
 * @param name of the profile
 * @param region of the Identity Center
 * @param account whose role is taken
 * @param role that is taken
 * @param tokenFile where all AWS tools keep the session's token
 */
record SsoProfile(String name, String region, String account, String role, Path tokenFile) {

  /**
   * The profile {@code name} of {@code file}; null if it is no such profile.
   *
   * @throws CloudException MISCONFIGURED that names each property that is missing
   */
  static @Nullable SsoProfile of(String name, ProfileFile file, Map<String, String> environment)
      throws CloudException {
    Profile profile = file.profile(name).orElse(null);
    if (profile == null || profile.property("role_arn").isPresent()) {
      return null;
    }
    String session = profile.property("sso_session").orElse("");
    String startUrl = profile.property("sso_start_url").orElse("");
    if (session.isEmpty() && startUrl.isEmpty()) {
      return null;
    }
    Profile said = session.isEmpty() ? profile : section(file, session, name);
    return new SsoProfile(
        name,
        required(said, "sso_region"),
        required(profile, "sso_account_id"),
        required(profile, "sso_role_name"),
        tokenFile(session.isEmpty() ? startUrl : session, environment));
  }

  private static Profile section(ProfileFile file, String session, String profile)
      throws CloudException {
    Profile section = file.getSection("sso-session", session).orElse(null);
    if (section == null) {
      throw new CloudException(
          Kind.MISCONFIGURED,
          "profile "
              + profile
              + " names the sso-session "
              + session
              + ", which is not in the AWS configuration; run: aws configure sso-session",
          null);
    }
    return section;
  }

  private static String required(Profile profile, String property) throws CloudException {
    String value = profile.property(property).orElse("");
    if (value.isEmpty()) {
      throw new CloudException(
          Kind.MISCONFIGURED,
          "the AWS configuration has no " + property + " in " + profile.name(),
          null);
    }
    return value;
  }

  private static Path tokenFile(String key, Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    return Path.of(home, ".aws", "sso", "cache", sha1(key) + ".json");
  }

  /* The name that all AWS tools give the file; nothing is protected by it. */
  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
