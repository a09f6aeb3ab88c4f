package dev.pawl.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'profiles':{'default':{'issuer':7}}}|profiles.default.issuer is not text",
        "{'profiles':{'default':{'clientId':[]}}}|profiles.default.clientId is not text",
        "{'profiles':{'default':{'tokenEndpoint':{}}}}|profiles.default.tokenEndpoint is not text",
        "{'profiles':{'default':{'retryableErrors':7}}}|profiles.default.retryableErrors is",
        "{'profiles':{'default':7}}|profiles.default is not an object",
        "{'profiles':7}|profiles is not an object",
      })
  void profile_valueOfTheWrongType_isNamedByItsWholePath(String json, String complaint)
      throws IOException {
    Settings settings = settings(json);

    assertThatThrownBy(() -> settings.profile("default"))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(settings.user() + ": field " + complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'issuers':{'*':{'concurrentSpends':0}}}|issuers.*.concurrentSpends is not a number",
        "{'issuers':{'https://a.b':{'spendsPerSecond':'x'}}}|issuers.https://a.b.spendsPerSecond is",
        "{'issuers':{'*':7}}|issuers.* is not an object",
        "{'issuers':[]}|issuers is not an object",
        "{'profiles':{'other':{'issuer':7}}}|profiles.other.issuer is not text",
        "{'profiles':{'other':[]}}|profiles.other is not an object",
      })
  void requireSense_anythingThatIsHeardLater_isFoundNow(String json, String complaint)
      throws IOException {
    Settings settings = settings(json);

    assertThatThrownBy(() -> SettingsCheck.requireSense(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(settings.user() + ": field " + complaint);
  }

  @Test
  void requireSense_soundOrAbsent_passes() throws IOException {
    String json =
        "{'issuers':{'*':{'concurrentSpends':1},'x':null},'profiles':{'a':{'issuer':'b'},'b':null}}";

    assertThatCode(() -> SettingsCheck.requireSense(settings(json))).doesNotThrowAnyException();
    assertThatCode(() -> SettingsCheck.requireSense(settings("{}"))).doesNotThrowAnyException();
    assertThatCode(() -> SettingsCheck.requireSense(new Settings(null, null)))
        .doesNotThrowAnyException();
  }

  @Test
  void profile_told_isRead() throws IOException {
    Settings settings =
        settings("{'profiles':{'a.b':{'issuer':'i','clientId':null,'retryableErrors':['x']}}}");

    assertThat(settings.profile("a.b"))
        .isEqualTo(new ProfileSettings("i", null, null, new ErrorCodes(Set.of("x"), Set.of())));
    assertThat(settings.profile("other")).isEqualTo(ProfileSettings.SILENT);
  }

  @Test
  void of_relativeHome_readsNothingOfTheWorkingDirectory() {
    assertThat(Settings.of(Map.of("HOME", ".")).user()).isNull();
    assertThat(Settings.of(Map.of("HOME", "~/x", "XDG_CONFIG_HOME", "y")).user()).isNull();
  }

  @Test
  void find_directoryInPlaceOfTheFile_saysSo() throws IOException {
    Path file = Files.createDirectory(directory.resolve("settings.json"));

    assertThatThrownBy(() -> new Settings(file, null).find("x"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(file + " is not a regular file; move it away");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'profiles':{'default':{'tokenEndpoint':'https://evil.example'}}}",
        "{'issuers':{'*':{'concurrentSpends':1}}}",
        "{'network':{'proxy':'http://evil.example:1'}}",
        "{'credentials':{'store':'file'}}",
        "{'apiKeyHelper':'evil'}",
        "{}"
      })
  void find_othersMayWriteTheFile_isRefusedWholeWithTheCommandThatMendsIt(String json)
      throws IOException {
    Settings settings = settings(json);
    Path file = Objects.requireNonNull(settings.user());
    permit(file, "rw-rw-r--");

    assertThatThrownBy(() -> settings.find("x"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(file + " can be written by other users; chmod go-w " + file);
    assertThatThrownBy(() -> SettingsCheck.requireSense(settings))
        .isInstanceOf(SettingsException.class);
    assertThatThrownBy(() -> settings.profile("default")).isInstanceOf(SettingsException.class);
  }

  @Test
  void find_othersMayReplaceTheFile_namesTheDirectory() throws IOException {
    Path open = Files.createDirectory(directory.resolve("it's open"));
    Path file = Files.writeString(open.resolve("settings.json"), "{}");
    permit(open, "rwxrwxrwx");

    assertThatThrownBy(() -> new Settings(file, null).find("x"))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(file + " cannot be trusted: " + open + " can be written")
        .hasMessageEndingWith("chmod go-w '" + directory + "/it'\\''s open'");
  }

  @Test
  void managed_othersMayWriteTheFile_isRefusedAndNotTakenForAbsent() throws IOException {
    Path file = Files.writeString(directory.resolve("managed-settings.json"), "{}");
    Settings settings = new Settings(null, file);
    permit(file, "rw-r--rw-");

    assertThatThrownBy(() -> settings.managed("forceLoginMethod"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("chmod go-w " + file);
    assertThatThrownBy(() -> settings.isManaged("forceLoginMethod"))
        .isInstanceOf(SettingsException.class);
  }

  @Test
  void managed_linkToNothing_isRefusedAndNotTakenForAbsent() throws IOException {
    Path link = directory.resolve("managed-settings.json");
    Files.createSymbolicLink(link, directory.resolve("gone"));

    assertThatThrownBy(() -> new Settings(null, link).managed("forceLoginMethod"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("move it away");
  }

  @Test
  void find_linkToOnesOwnFile_isRead() throws IOException {
    Path kept = Files.writeString(directory.resolve("kept.json"), "{\"x\": 1}");
    Path link = Files.createSymbolicLink(directory.resolve("settings.json"), kept);

    assertThat(new Settings(link, null).find("x")).isNotNull();
  }

  private static void permit(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private Settings settings(String json) throws IOException {
    Path file = directory.resolve("settings.json");
    Files.writeString(file, json.replace('\'', '"'));
    return new Settings(file, null);
  }
}
