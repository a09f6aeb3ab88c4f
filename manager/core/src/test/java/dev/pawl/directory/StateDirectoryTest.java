package dev.pawl.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.file.StoreException;
import dev.pawl.store.StoreProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDirectoryTest {
  @TempDir Path parent;

  @ParameterizedTest
  @ValueSource(strings = {"000", "022", "077", "777"})
  void prepare_anyUmask_makesPrivateFilesAndDirectories(String umask) throws Exception {
    Path home = parent.resolve("state");
    ProcessBuilder child = new ProcessBuilder("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh");
    child.command().addAll(StoreProcess.command("modes", home.toString()));

    Process process = child.inheritIO().start();

    assertThat(process.waitFor()).isZero();
    try (Stream<Path> paths = Files.walk(home)) {
      assertThat(paths.toList())
          .hasSizeGreaterThan(4)
          .allSatisfy(path -> assertThat(mode(path)).isEqualTo(expected(path)));
    }
  }

  @Test
  void prepare_lastComponentIsASymbolicLink_isRefused() throws IOException {
    Path target = Files.createDirectory(parent.resolve("target"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), target);

    assertThatThrownBy(() -> new StateDirectory(link).prepare())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("symbolic link");
    assertThat(target).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxrwx---"})
  void prepare_othersMayWrite_isRefused(String mode) throws IOException {
    Path open = Files.createDirectory(parent.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> new StateDirectory(open).prepare())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("chmod go-w");
    assertThatThrownBy(() -> new StateDirectory(open.resolve("below")).prepare())
        .isInstanceOf(StoreException.class);
  }

  @Test
  void prepare_belongsToSomebodyElse_isRefused() throws IOException {
    Path foreign = Files.createDirectory(parent.resolve("foreign"));
    assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(foreign, "unix:uid")),
        "only root can give a directory away");
    Files.setAttribute(foreign, "unix:uid", 4711);

    assertThatThrownBy(() -> new StateDirectory(foreign).prepare())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("belongs to user 4711");
  }

  @Test
  void of_environment_prefersTheMoreSpecial() throws IOException {
    Map<String, String> all = Map.of("PAWL_HOME", "/a", "XDG_STATE_HOME", "/b", "HOME", "/c");

    assertThat(StateDirectory.of(all).path()).isEqualTo(Path.of("/a"));
    assertThat(StateDirectory.of(Map.of("XDG_STATE_HOME", "/b", "HOME", "/c")).path())
        .isEqualTo(Path.of("/b/pawl"));
    assertThat(StateDirectory.of(Map.of("XDG_STATE_HOME", "relative", "HOME", "/c")).path())
        .startsWithRaw(Path.of("/c"));
    assertThatThrownBy(() -> StateDirectory.of(Map.of()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("PAWL_HOME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAWL_HOME", "HOME"})
  void of_relativePath_isRefused(String variable) {
    for (String path : List.of("state", "./state", "~/state", "")) {
      Map<String, String> environment = Map.of(variable, path);

      assertThatThrownBy(() -> StateDirectory.of(environment))
          .as(path)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(path.isEmpty() ? "is not set" : variable + " must be absolute");
    }
  }

  @Test
  void of_relativeHomeBesideAnAbsolutePlace_isRefused() {
    Map<String, String> environment = Map.of("PAWL_HOME", "/a", "HOME", ".");

    assertThatThrownBy(() -> StateDirectory.of(environment))
        .hasMessageContaining("HOME must be absolute");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "A", ".hidden", "a/b", "a b", "-x"})
  void profileName_thatIsNoFileName_isRefused(String name) {
    assertThatThrownBy(() -> ProfileName.checked(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static String expected(Path path) {
    return Files.isDirectory(path) ? "rwx------" : "rw-------";
  }
}
