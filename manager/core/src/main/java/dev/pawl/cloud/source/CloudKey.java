package dev.pawl.cloud.source;

import dev.pawl.cloud.CloudPlatform;
import dev.pawl.cloud.command.CloudCommand;
import dev.pawl.process.Ascii;
import dev.pawl.settings.Settings;
import dev.pawl.spi.Fingerprint;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What tells the credentials of one identity of a vendor from those of another, without its library
 * and without a parser: the variables that the library reads, and the files that they and the
 * settings lead to. Immutable.
 */
public final class CloudKey {
  /* None of these decides whose the credentials are: processes that differ in them may share. */
  private static final String[] OF_NO_ACCOUNT = {
    "ANTHROPIC_VERTEX_PROJECT_ID", // whose models are used, not by whom
    "AWS_BEARER_TOKEN_BEDROCK",
    "AWS_CA_BUNDLE",
    "AWS_CLI_",
    "AWS_DATA_PATH", // the aws command sets it for a credential_process
    "AWS_DEFAULT_OUTPUT",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_",
    "AWS_MAX_ATTEMPTS",
    "AWS_PAGER",
    "AWS_REGION",
    "AWS_RETRY_MODE",
    "AWS_SDK_LOAD_CONFIG",
    "AWS_STS_REGIONAL_ENDPOINTS",
    "AWS_XRAY_",
    "CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", // pawl exec sets it for gcloud; Google's libraries do not
    // read it
    "CLOUDSDK_CORE_PROJECT",
    "GCLOUD_PROJECT",
    "GOOGLE_CLOUD_PROJECT"
  };

  private static final String[] SECRETS = {"SECRET", "TOKEN", "PASSWORD", "KEY", "HEADER"};

  /* What the name of a slot has room for. */
  private static final int LONGEST = 110;

  private final CloudPlatform platform;
  private final Map<String, String> environment;
  private final String value;

  /** Of the credentials of {@code platform} that {@code environment} leads to. */
  public CloudKey(CloudPlatform platform, Map<String, String> environment) {
    this.platform = platform;
    this.environment = environment;
    this.value = made();
  }

  /**
   * The same in each process whose variables lead to the same identity, and in no other: what they
   * say where that is short and no secret, else a hash of it, which takes a cold process longer
   * than everything else.
   */
  public String value() {
    return value;
  }

  private String made() {
    String[] names = environment.keySet().toArray(new String[0]);
    Arrays.sort(names);
    StringBuilder parts = new StringBuilder();
    append(parts, platform.vendor().name());
    append(parts, environment.getOrDefault("HOME", ""));
    boolean plain = true;
    for (String name : names) {
      String said = environment.getOrDefault(name, "");
      if (counts(name) && !isNothing(name, said)) {
        append(parts, name);
        append(parts, said);
        plain &= !isSecret(name);
      }
    }
    String text = parts.toString();
    return plain && text.length() <= LONGEST && Ascii.firstInvisible(text) < 0 ? text : hash(text);
  }

  /* The vendors' libraries count an empty variable as none, and have a profile of this name. */
  private static boolean isNothing(String name, String said) {
    return said.isEmpty() || (name.equals("AWS_PROFILE") && said.equals("default"));
  }

  /**
   * Of a login by {@code command}, as a part of a file's name: one for each profile, configuration
   * and file of credentials that the variables name. Two identities never share how it ended.
   */
  String ofLogin(CloudCommand command) {
    StringBuilder parts = new StringBuilder();
    append(parts, platform.vendor().name());
    append(parts, environment.getOrDefault("HOME", ""));
    for (String said : ofWhom()) {
      append(parts, said);
    }
    append(parts, command.line());
    return hash(parts.toString());
  }

  private String[] ofWhom() {
    String home = environment.getOrDefault("HOME", "");
    return switch (platform.vendor()) {
      case AWS ->
          new String[] {
            named("AWS_PROFILE", "default"),
            named("AWS_CONFIG_FILE", home + "/.aws/config"),
            named("AWS_SHARED_CREDENTIALS_FILE", home + "/.aws/credentials")
          };
      case GOOGLE ->
          new String[] {
            named("CLOUDSDK_CONFIG", home + "/.config/gcloud"),
            named("GOOGLE_APPLICATION_CREDENTIALS", "")
          };
      case AZURE -> new String[] {named("AZURE_CONFIG_DIR", home + "/.azure")};
    };
  }

  private static String hash(String text) {
    return Fingerprint.of(text).value();
  }

  private static boolean isSecret(String name) {
    for (String word : SECRETS) {
      if (name.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /* Each part with its length before it, so that no two lists of parts read the same. */
  private static void append(StringBuilder parts, String part) {
    parts.append(part.length()).append(':').append(part);
  }

  private boolean counts(String name) {
    for (String prefix : OF_NO_ACCOUNT) {
      if (name.startsWith(prefix)) {
        return false;
      }
    }
    for (String prefix : platform.vendor().variables()) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The files that decide whose credentials are given: those of {@code settings} and the vendor's.
   */
  public List<Path> files(Settings settings) {
    List<Path> files = new ArrayList<>(settings.files());
    try {
      switch (platform.vendor()) {
        case AWS -> {
          files.add(file("AWS_CONFIG_FILE", ".aws/config"));
          files.add(file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials"));
        }
        case GOOGLE ->
            files.add(
                file(
                    "GOOGLE_APPLICATION_CREDENTIALS",
                    named("CLOUDSDK_CONFIG", ".config/gcloud")
                        + "/application_default_credentials.json"));
        case AZURE -> files.add(path(named("AZURE_CONFIG_DIR", ".azure") + "/azureProfile.json"));
      }
    } catch (InvalidPathException e) {
      return files; // no file has such a name
    }
    return files;
  }

  /* The vendors' libraries count an empty variable as none. */
  private Path file(String variable, String otherwise) {
    String named = environment.getOrDefault(variable, "");
    return named.isEmpty() ? path(otherwise) : Path.of(named);
  }

  private String named(String variable, String otherwise) {
    String named = environment.getOrDefault(variable, "");
    return named.isEmpty() ? otherwise : named;
  }

  /* What is absolute already stays as it is. */
  private Path path(String belowHome) {
    return Path.of(environment.getOrDefault("HOME", "")).resolve(belowHome);
  }

  /**
   * When a login of the vendor's own tools last wrote what it leaves, epoch milliseconds; 0 if
   * nobody can tell.
   */
  long lastLogin() {
    long latest = 0;
    for (String directory : loginDirectories()) {
      File[] files = path(directory).toFile().listFiles();
      if (files != null) {
        for (File file : files) {
          latest = isOfALogin(file.getName()) ? Math.max(latest, file.lastModified()) : latest;
        }
      }
    }
    return latest;
  }

  /* The vendors' tools write other files there at each command, and Pawl its next token. */
  private boolean isOfALogin(String name) {
    return switch (platform.vendor()) {
      case AWS -> name.endsWith(".json");
      case GOOGLE -> name.equals("application_default_credentials.json");
      case AZURE -> name.startsWith("msal_token_cache") || name.equals("azureProfile.json");
    };
  }

  private String[] loginDirectories() {
    return switch (platform.vendor()) {
      case AWS -> new String[] {".aws/sso/cache", ".aws/login/cache"};
      case GOOGLE -> new String[] {named("CLOUDSDK_CONFIG", ".config/gcloud")};
      case AZURE -> new String[] {named("AZURE_CONFIG_DIR", ".azure")};
    };
  }
}
