package dev.pawl.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a login writes into the user's settings, and what it leaves alone. */
final class SettingsEditTest {
  @TempDir Path directory;

  @Test
  void put_fileSaysMore_leavesAllElseInItsOrder() throws Exception {
    Path file =
        written(
            """
            {"later": [1, 2.50], "profiles": {"home": {"issuer": "https://a"},
              "work": {"scope": "s", "issuer": "https://old"}}, "precedence": "current"}""");

    edit(file).put(Map.of("issuer", "google"));

    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {
              "later": [
                1,
                2.50
              ],
              "profiles": {
                "home": {
                  "issuer": "https://a"
                },
                "work": {
                  "scope": "s",
                  "issuer": "google"
                }
              },
              "precedence": "current"
            }
            """);
    assertThat(names(directory)).containsExactly("settings.json");
  }

  @Test
  void put_noFileYet_makesAPrivateOne() throws Exception {
    Path file = directory.resolve("new/pawl/settings.json");

    edit(file).put(Map.of("clientId", "c"));

    assertThat(new Settings(file, null).profile("work").clientId()).isEqualTo("c");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void put_fileIsALink_writesWhereItLeads() throws Exception {
    Path target = written("{}");
    Path link = Files.createSymbolicLink(directory.resolve("link.json"), target);

    edit(link).put(Map.of("clientId", "c"));

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.readString(target)).contains("\"clientId\": \"c\"");
  }

  @Test
  void put_fileCannotBeUnderstood_isLeftAsItIs() throws Exception {
    Path file = written("{\"profiles\": [],}");

    assertThatThrownBy(() -> edit(file).put(Map.of("clientId", "c")))
        .isInstanceOf(SettingsException.class);

    assertThat(Files.readString(file)).isEqualTo("{\"profiles\": [],}");
  }

  @Test
  void put_profilesIsNoObject_namesTheField() throws Exception {
    Path file = written("{\"profiles\": \"work\"}");

    assertThatThrownBy(() -> edit(file).put(Map.of("clientId", "c")))
        .hasMessageContaining("field profiles is not an object");

    assertThat(Files.readString(file)).isEqualTo("{\"profiles\": \"work\"}");
  }

  @Test
  void putSecret_keepsItForThisUserAlone() throws Exception {
    SettingsEdit edit = edit(directory.resolve("pawl/settings.json"));

    edit.putSecret("s3cret");

    assertThat(Files.readString(edit.secretFile())).isEqualTo("s3cret\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(edit.secretFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void of_userHasNoPlaceForSettings_saysWhatToSet() {
    assertThatThrownBy(() -> SettingsEdit.of(new Settings(null, null), "work"))
        .hasMessageContaining("set HOME");
  }

  private Path written(String json) throws IOException {
    return Files.writeString(directory.resolve("settings.json"), json);
  }

  private static SettingsEdit edit(Path file) throws SettingsException {
    return SettingsEdit.of(new Settings(file, null), "work");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
