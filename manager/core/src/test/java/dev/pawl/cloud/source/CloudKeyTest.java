package dev.pawl.cloud.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cloud.CloudPlatform;
import dev.pawl.cloud.command.CloudCommand;
import dev.pawl.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which processes share the credentials of a cloud, and what ends an answer. */
final class CloudKeyTest {
  private static final int LONGEST_NAME = 128;

  @ParameterizedTest
  @ValueSource(
      strings = {"AWS_REGION=eu-west-1", "AWS_DATA_PATH=/data", "AWS_PROFILE=", "EDITOR=vi"})
  void value_variableThatDecidesNoAccount_isTheSame(String variable) {
    String name = variable.substring(0, variable.indexOf('='));
    String said = variable.substring(variable.indexOf('=') + 1);

    assertThat(value(Map.of(name, said))).isEqualTo(value(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ANTHROPIC_VERTEX_PROJECT_ID",
        "CLOUDSDK_AUTH_ACCESS_TOKEN_FILE",
        "CLOUDSDK_CORE_PROJECT",
        "GCLOUD_PROJECT",
        "GOOGLE_CLOUD_PROJECT"
      })
  void value_projectOrFileForGcloud_isTheSame(String name) {
    String none = value(CloudPlatform.VERTEX, Map.of());

    assertThat(value(CloudPlatform.VERTEX, Map.of(name, "other"))).isEqualTo(none);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CLOUDSDK_CONFIG",
        "GCE_METADATA_HOST",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "GOOGLE_CLOUD_QUOTA_PROJECT"
      })
  void value_variableThatDecidesWhoIsAtGoogle_isAnother(String name) {
    String none = value(CloudPlatform.VERTEX, Map.of());

    assertThat(value(CloudPlatform.VERTEX, Map.of(name, "other"))).isNotEqualTo(none);
  }

  @Test
  void value_profileOfTheName_default_isThatOfNone() {
    assertThat(value(Map.of("AWS_PROFILE", "default"))).isEqualTo(value(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS_PROFILE=work",
        "AWS_ACCESS_KEY_ID=AKID",
        "AWS_CONFIG_FILE=/other",
        "AWS_ENDPOINT_URL=http://other",
        "HOME=/home/other"
      })
  void value_variableThatDecidesTheAccount_isAnother(String variable) {
    String name = variable.substring(0, variable.indexOf('='));
    String said = variable.substring(variable.indexOf('=') + 1);

    assertThat(value(Map.of(name, said))).isNotEqualTo(value(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "BEDROCK, AWS_PROFILE",
    "BEDROCK, AWS_CONFIG_FILE",
    "BEDROCK, AWS_SHARED_CREDENTIALS_FILE",
    "VERTEX, CLOUDSDK_CONFIG",
    "VERTEX, GOOGLE_APPLICATION_CREDENTIALS"
  })
  void ofLogin_variableThatNamesAnotherIdentity_isAnotherLogin(
      CloudPlatform platform, String variable) {
    String none = ofLogin(platform, Map.of());

    assertThat(ofLogin(platform, Map.of(variable, "/other"))).isNotEqualTo(none);
  }

  @ParameterizedTest
  @CsvSource({
    "BEDROCK, AWS_PROFILE, default",
    "BEDROCK, AWS_CONFIG_FILE, /home/me/.aws/config",
    "BEDROCK, AWS_REGION, eu-west-1",
    "BEDROCK, GOOGLE_APPLICATION_CREDENTIALS, /other",
    "VERTEX, CLOUDSDK_CONFIG, /home/me/.config/gcloud",
    "VERTEX, AWS_PROFILE, other"
  })
  void ofLogin_variableThatNamesTheSameIdentity_isTheSameLogin(
      CloudPlatform platform, String variable, String value) {
    String none = ofLogin(platform, Map.of());

    assertThat(ofLogin(platform, Map.of(variable, value))).isEqualTo(none);
  }

  private static String ofLogin(CloudPlatform platform, Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("HOME", "/home/me");
    return new CloudKey(platform, environment)
        .ofLogin(new CloudCommand("awsAuthRefresh", Path.of("/settings.json"), "log in"));
  }

  @Test
  void value_secretAmongTheVariables_isHashed() {
    String value = value(Map.of("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI"));

    assertThat(value).doesNotContain("wJalr").matches("[0-9a-f]{8,}");
  }

  @Test
  void value_longVariables_fitsTheNameOfASlot() {
    String value = value(Map.of("AWS_ENDPOINT_URL", "http://" + "long.".repeat(100)));

    assertThat("shared:" + value).hasSizeLessThanOrEqualTo(LONGEST_NAME);
  }

  @Test
  void files_variableNamesADirectory_areThoseThere() {
    CloudKey key =
        new CloudKey(
            CloudPlatform.VERTEX, Map.of("HOME", "/home/a", "CLOUDSDK_CONFIG", "/elsewhere"));

    assertThat(key.files(new Settings(null, null)))
        .containsExactly(Path.of("/elsewhere/application_default_credentials.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"})
  void value_ofGoogle_keysOfAwsThatMayProveTheAccount_areAnother(String variable) {
    String none = value(CloudPlatform.VERTEX, Map.of());

    assertThat(value(CloudPlatform.VERTEX, Map.of(variable, "mine"))).isNotEqualTo(none);
    assertThat(value(CloudPlatform.VERTEX, Map.of("AWS_PROFILE", "mine"))).isEqualTo(none);
  }

  private static String value(Map<String, String> more) {
    return value(CloudPlatform.BEDROCK, more);
  }

  private static String value(CloudPlatform platform, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/a"));
    environment.putAll(more);
    return new CloudKey(platform, environment).value();
  }
}
