package dev.pawl.drills.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge of I4. */
class StateFilesTest {
  @TempDir Path home;

  private StateFiles files;

  @BeforeEach
  void login() throws IOException {
    files = new StateFiles(home.resolve("state"), "drill");
    Files.createDirectories(files.grant().getParent());
    write("{\"refresh_token\": \"rt\"}");
    permit(files.root(), "rwx------");
    permit(files.root().resolve("grants"), "rwx------");
    permit(files.grant(), "rw-------");
  }

  private void write(String content) throws IOException {
    Files.writeString(files.grant(), content);
  }

  private static void permit(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void unsound_wholeAndPrivate_isContent() throws IOException {
    List<String> unsound = files.unsound();

    assertThat(unsound).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rwx------"})
  void unsound_fileOfAnotherMode_complains(String mode) throws IOException {
    permit(files.grant(), mode);

    List<String> unsound = files.unsound();

    assertThat(unsound).containsExactly("I4: drill.json has mode " + mode);
  }

  @Test
  void unsound_directoryThatOthersEnter_complains() throws IOException {
    permit(files.root().resolve("grants"), "rwxr-xr-x");

    List<String> unsound = files.unsound();

    assertThat(unsound).containsExactly("I4: grants has mode rwxr-xr-x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"refresh_token\": \"r", "[]", "{\"refresh_token\": [\"rt\"]}"})
  void unsound_loginThatIsNotWhole_complains(String content) throws IOException {
    write(content);

    List<String> unsound = files.unsound();

    assertThat(unsound).singleElement().asString().startsWith("I4: the stored login");
  }
}
