package dev.pawl.cloud;

import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tells the credentials of one identity of a vendor from those of another, without its
 * library: the variables that the library reads, and the files that they lead to. Immutable.
 */
final class CloudKey {
  /* Of one process alone, or of no account: two processes that differ in them may share. */
  private static final Pattern OWN =
      Pattern.compile(
          "AWS_(EXECUTION_ENV|LAMBDA_.*|XRAY_.*|(DEFAULT_)?REGION|DEFAULT_OUTPUT|PAGER|CLI_.*"
              + "|MAX_ATTEMPTS|RETRY_MODE|BEARER_TOKEN_.*)");

  private final CloudPlatform platform;
  private final Map<String, String> environment;

  CloudKey(CloudPlatform platform, Map<String, String> environment) {
    this.platform = platform;
    this.environment = environment;
  }

  /** The key of what is had with these commands. */
  String of(@Nullable CloudCommand export, @Nullable CloudCommand refresh) {
    StringBuilder parts = new StringBuilder();
    append(parts, platform.vendor().name());
    append(parts, export == null ? "" : export.line());
    append(parts, refresh == null ? "" : refresh.line());
    append(parts, environment.getOrDefault("HOME", ""));
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (counts(name)) {
                append(parts, name);
                append(parts, value);
              }
            });
    return Fingerprint.of(parts.toString()).value();
  }

  /* Each part with its length before it, so that no two lists of parts read the same. */
  private static void append(StringBuilder parts, String part) {
    parts.append(part.length()).append(':').append(part);
  }

  private boolean counts(String name) {
    return prefixes().stream().anyMatch(name::startsWith) && !OWN.matcher(name).matches();
  }

  private List<String> prefixes() {
    return switch (platform.vendor()) {
      case AWS -> List.of("AWS_");
      case GOOGLE -> List.of("GOOGLE_", "GCLOUD_", "GCE_", "CLOUDSDK_", "ANTHROPIC_VERTEX_");
      case AZURE -> List.of("AZURE_", "MSI_", "IDENTITY_", "IMDS_", "MSAL_");
    };
  }

  /**
   * When a file was changed last that the library reads, epoch milliseconds; 0 if there is none.
   */
  long changedAt() {
    long latest = 0;
    for (Path file : files()) {
      latest = Math.max(latest, changedAt(file));
    }
    return latest;
  }

  private static long changedAt(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0; // it is not there
    }
  }

  private List<Path> files() {
    String home = environment.getOrDefault("HOME", "");
    try {
      return switch (platform.vendor()) {
        case AWS ->
            List.of(
                file("AWS_CONFIG_FILE", home, ".aws/config"),
                file("AWS_SHARED_CREDENTIALS_FILE", home, ".aws/credentials"));
        case GOOGLE ->
            List.of(
                file(
                    "GOOGLE_APPLICATION_CREDENTIALS",
                    home,
                    ".config/gcloud/application_default_credentials.json"));
        case AZURE -> List.of(file("AZURE_CONFIG_DIR", home, ".azure/azureProfile.json"));
      };
    } catch (InvalidPathException e) {
      return List.of(); // no file has such a name
    }
  }

  private Path file(String variable, String home, String otherwise) {
    String named = environment.getOrDefault(variable, "");
    return named.isEmpty() ? Path.of(home, otherwise) : Path.of(named);
  }
}
