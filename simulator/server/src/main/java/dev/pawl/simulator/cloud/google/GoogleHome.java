package dev.pawl.simulator.cloud.google;

import dev.pawl.simulator.cloud.Environment;
import dev.pawl.simulator.cloud.HomeFiles;
import dev.pawl.simulator.core.IssuedGrant;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that Google's tools and libraries keep in a home directory. */
final class GoogleHome {
  private static final String DIRECTORY = ".config/gcloud/";
  private static final String USER = DIRECTORY + "application_default_credentials.json";
  private static final String SERVICE_ACCOUNT = DIRECTORY + "service_account.json";
  private static final String EXTERNAL = DIRECTORY + "external_account.json";
  private static final String SUBJECT = DIRECTORY + "subject_token";

  private final GoogleAddresses google;
  private final IssuedGrant login;

  GoogleHome(GoogleAddresses google, IssuedGrant login) {
    this.google = google;
    this.login = login;
  }

  Map<String, String> files(Path home, Instant now) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(USER, HomeFiles.json(user()));
    files.put(SERVICE_ACCOUNT, HomeFiles.json(ServiceAccount.file(Google.PROJECT, google.token())));
    files.put(EXTERNAL, HomeFiles.json(external(home)));
    files.put(SUBJECT, subject(now));
    return files;
  }

  /*
   * Libraries for Python take no other token endpoint from the file of a person, and those for Java
   * none without TLS from that of a workload; all but those for Node take it from this one.
   */
  Environment environment(Path home, Instant now) {
    URI instance = google.instance();
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("GOOGLE_APPLICATION_CREDENTIALS", home.resolve(SERVICE_ACCOUNT).toString());
    variables.put("GOOGLE_CLOUD_PROJECT", Google.PROJECT);
    variables.put("CLOUDSDK_CONFIG", home.resolve(DIRECTORY).toString());
    variables.put("CLOUDSDK_CORE_PROJECT", Google.PROJECT);
    variables.put("CLOUDSDK_AUTH_TOKEN_HOST", google.token().toString());
    variables.put("CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE", home.resolve(USER).toString());
    variables.put("GCE_METADATA_HOST", instance.getAuthority());
    variables.put("GCE_METADATA_ROOT", instance.getAuthority());
    variables.put("GCE_METADATA_IP", instance.getAuthority());
    variables.put("ANTHROPIC_VERTEX_BASE_URL", google.vertex().toString());
    variables.put("ANTHROPIC_VERTEX_PROJECT_ID", Google.PROJECT);
    variables.put("CLOUD_ML_REGION", "us-east5");
    return new Environment(
        variables,
        List.of("NO_GCE_CHECK", "GCE_METADATA_MTLS_MODE", "CLOUDSDK_AUTH_ACCESS_TOKEN_FILE"),
        files(home, now));
  }

  private Map<String, String> user() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("type", "authorized_user");
    members.put("client_id", Google.CLIENT);
    members.put("client_secret", Google.CLIENT_SECRET);
    members.put("refresh_token", login.refreshToken());
    members.put("quota_project_id", Google.PROJECT);
    members.put("token_uri", google.token().toString());
    members.put("universe_domain", "googleapis.com");
    return members;
  }

  private Map<String, Object> external(Path home) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "external_account");
    members.put(
        "audience",
        "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pawl/providers/pawl");
    members.put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
    members.put("token_url", google.sts().toString());
    members.put("credential_source", Map.of("file", home.resolve(SUBJECT).toString()));
    return members;
  }

  private static String subject(Instant now) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "https://issuer.example");
    claims.put("sub", "workload");
    claims.put("exp", now.plusSeconds(31_536_000).getEpochSecond());
    return part("{\"alg\":\"RS256\"}") + "." + part(HomeFiles.json(claims)) + "." + part("none");
  }

  private static String part(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.strip().getBytes(StandardCharsets.UTF_8));
  }
}
