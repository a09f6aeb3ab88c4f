package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.cloud.HomeFiles;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that tools of AWS keep in a home directory. */
final class AwsHome {
  private static final String SESSION = "pawl";

  /** The region that all services are in. */
  static final String REGION = "us-east-1";

  private static final String START_URL = "https://pawl.awsapps.com/start";

  private final URI endpoint;
  private final SsoSession session;

  AwsHome(URI endpoint, SsoSession session) {
    this.endpoint = endpoint;
    this.session = session;
  }

  /** Returns the files by their place in the home directory. */
  Map<String, String> files() {
    return Map.of(".aws/config", config(), ".aws/sso/cache/" + name() + ".json", token());
  }

  /** Returns the files, with a profile {@code login} for a session of {@code aws login}. */
  Map<String, String> filesWith(String loginSession) {
    String profile =
        """

        [profile login]
        region = %s
        endpoint_url = %s
        login_session = %s
        """
            .formatted(REGION, endpoint, loginSession);
    Map<String, String> files = new LinkedHashMap<>(files());
    files.put(".aws/config", config() + profile);
    return files;
  }

  /* The name of a session's file is the SHA-1 of the session's name. */
  private static String name() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha.digest(SESSION.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-1", e);
    }
  }

  private String config() {
    return """
        [default]
        region = %1$s
        endpoint_url = %2$s
        sso_session = %3$s
        sso_account_id = %4$s
        sso_role_name = Developer

        [sso-session %3$s]
        sso_start_url = %5$s
        sso_region = %1$s
        sso_registration_scopes = sso:account:access
        """
        .formatted(REGION, endpoint, SESSION, Aws.ACCOUNT, START_URL);
  }

  private String token() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("startUrl", START_URL);
    members.put("region", REGION);
    members.put("accessToken", session.accessToken());
    members.put("expiresAt", seconds(session.expiresAt()));
    members.put("clientId", session.clientId());
    members.put("clientSecret", session.clientSecret());
    members.put("registrationExpiresAt", seconds(session.registrationExpiresAt()));
    members.put("refreshToken", session.refreshToken());
    return HomeFiles.json(members);
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
