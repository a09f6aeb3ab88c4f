package dev.pawl.google;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import dev.pawl.cloud.CloudSession;
import dev.pawl.json.Fields;
import dev.pawl.spi.Credential;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Application default credentials, looked for where Google's libraries look for them
 * (cloud.google.com/docs/authentication/application-default-credentials): the file that a variable
 * names, the one that {@code gcloud auth application-default login} writes, the metadata server.
 * The library's own search is not used, since it remembers what it found for the whole JVM. Each
 * request for a token is made once. Thread-safe.
 */
final class GoogleSession implements CloudSession {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String FILE = "application_default_credentials.json";
  private static final long LONGEST = 64 << 10;
  private static final String LOGIN = "Run: gcloud auth application-default login";

  private final CloudContext context;
  private final Map<String, String> environment;

  GoogleSession(CloudContext context) {
    this.context = context;
    this.environment = context.environment();
  }

  @Override
  public Credential resolve() throws CloudException {
    context.requireSameVariables("GCE_", "", Set.of());
    context.requireSameVariables("GOOGLE_EXTERNAL_ACCOUNT_", "", Set.of());
    OnceConnections transport = new OnceConnections();
    Path file = file();
    try {
      AccessToken token = found(file, transport).createScoped(List.of(SCOPE)).refreshAccessToken();
      if (token == null || token.getTokenValue() == null) {
        throw new CloudException(Kind.MISCONFIGURED, "Google gave an answer without a token", null);
      }
      return new Credential(Credential.Kind.BEARER, token.getTokenValue(), end(token));
    } catch (IOException e) {
      throw e instanceof CloudException known
          ? known
          : GoogleProblems.of(e, file != null || transport.isRepeated(), loginAdvice());
    }
  }

  @SuppressWarnings("JavaUtilDate") // the library's word
  private static long end(AccessToken token) {
    return token.getExpirationTime() == null ? Long.MAX_VALUE : token.getExpirationTime().getTime();
  }

  private static GoogleCredentials found(@Nullable Path file, OnceConnections transport)
      throws IOException {
    if (file == null) {
      return ComputeEngineCredentials.newBuilder().setHttpTransportFactory(transport).build();
    }
    try (InputStream text = Files.newInputStream(file)) {
      return GoogleCredentials.fromStream(text, transport);
    } catch (IOException | IllegalArgumentException e) {
      throw new CloudException(
          Kind.MISCONFIGURED,
          file + " holds no credentials of Google that can be used: " + e.getMessage(),
          e);
    }
  }

  /* A file that is named and not there is an error, never somebody else's credentials. */
  private @Nullable Path file() throws CloudException {
    try {
      String named = environment.getOrDefault("GOOGLE_APPLICATION_CREDENTIALS", "");
      if (!named.isEmpty()) {
        Path file = Path.of(named);
        if (Files.isReadable(file)) {
          return file;
        }
        throw new CloudException(
            Kind.MISCONFIGURED,
            "GOOGLE_APPLICATION_CREDENTIALS names " + named + ", which cannot be read",
            null);
      }
      Path known = wellKnown();
      return Files.exists(known) ? known : null;
    } catch (InvalidPathException e) {
      throw new CloudException(
          Kind.MISCONFIGURED, "GOOGLE_APPLICATION_CREDENTIALS names no file", e);
    }
  }

  private Path wellKnown() {
    String config = environment.getOrDefault("CLOUDSDK_CONFIG", "");
    return config.isEmpty()
        ? Path.of(environment.getOrDefault("HOME", ""), ".config", "gcloud", FILE)
        : Path.of(config, FILE);
  }

  /* What was found was asked for this moment, so that only its end can speak against it. */
  @Override
  public Acceptance check(Credential credential) {
    return context.byItsEnd(credential);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The project is that of Google's variables, else that of the credentials' file; both override
   * {@code ANTHROPIC_VERTEX_PROJECT_ID} (code.claude.com/docs/en/env-vars). Where there is none of
   * these, it is the one that the file's use counts against.
   */
  @Override
  public Identity identity() {
    return new Identity(project(), environment.getOrDefault("CLOUD_ML_REGION", ""));
  }

  private String project() {
    return Stream.of(
            environment.getOrDefault("GCLOUD_PROJECT", ""),
            environment.getOrDefault("GOOGLE_CLOUD_PROJECT", ""),
            ofTheFile("project_id"),
            environment.getOrDefault("ANTHROPIC_VERTEX_PROJECT_ID", ""),
            ofTheFile("quota_project_id"))
        .filter(project -> !project.isEmpty())
        .findFirst()
        .orElse("");
  }

  private String ofTheFile(String member) {
    try {
      Path file = file();
      return file == null || Files.size(file) > LONGEST
          ? ""
          : Fields.read(Files.readAllBytes(file)).text(member, "");
    } catch (IOException e) {
      return ""; // whoever resolves the credentials is told what is wrong
    }
  }

  private @Nullable String loginAdvice() {
    return environment.getOrDefault("GOOGLE_APPLICATION_CREDENTIALS", "").isEmpty() ? LOGIN : null;
  }
}
