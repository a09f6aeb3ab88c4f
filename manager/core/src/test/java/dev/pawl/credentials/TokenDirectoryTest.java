package dev.pawl.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

class TokenDirectoryTest {
  @TempDir(factory = InMemory.class)
  Path runtime;

  private Map<String, String> environment;

  static final class InMemory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
        throws IOException {
      return Files.createTempDirectory(Path.of("/dev/shm"), "junit");
    }
  }

  @BeforeEach
  void name() {
    environment = Map.of("XDG_RUNTIME_DIR", runtime.toString());
  }

  @Test
  void sweep_directoryOfAProcessThatLives_isLeft() throws IOException {
    try (TokenDirectory alive = TokenDirectory.create(environment)) {
      Path token = Files.writeString(alive.resolve("token"), "secret");

      int swept = TokenDirectory.sweep(environment);

      assertThat(swept).isZero();
      assertThat(token).hasContent("secret").startsWith(runtime);
    }
    assertThat(runtime).isEmptyDirectory();
  }

  @Test
  void sweep_leftWithoutAHolder_isRemovedWithWhatIsInIt() throws IOException {
    Path left = left("pawl-exec-1");
    Files.writeString(left.resolve("token"), "secret");
    Files.writeString(left.resolve("token.next"), "secret");
    Files.createFile(left.resolve("lock"));
    Path begun = left("pawl-exec-2");

    int swept = TokenDirectory.sweep(environment);

    assertThat(swept).isEqualTo(2);
    assertThat(left).doesNotExist();
    assertThat(begun).doesNotExist();
  }

  @Test
  void sweep_notOfOurMaking_isLeft() throws IOException {
    Path elsewhere = left("other");
    Files.writeString(elsewhere.resolve("token"), "x");
    Path link = Files.createSymbolicLink(runtime.resolve("pawl-exec-link"), elsewhere);
    Path open = left("pawl-exec-open");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path file = Files.createFile(runtime.resolve("pawl-exec-file"));

    int swept = TokenDirectory.sweep(environment);

    assertThat(swept).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(elsewhere.resolve("token")).exists();
    assertThat(open).exists();
    assertThat(file).exists();
  }

  @Test
  void create_placeThatOthersMayWrite_isNotUsed() throws IOException {
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxrwxrwx"));

    try (TokenDirectory made = TokenDirectory.create(environment)) {
      assertThat(made.resolve("token").startsWith(runtime)).isFalse();
      assertThat(runtime).isEmptyDirectory();
    }
  }

  @Test
  void create_belowADirectoryThatOthersMayWrite_isNotUsed() throws IOException {
    Path below = left("below");
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxrwx---"));

    try (TokenDirectory made = TokenDirectory.create(Map.of("XDG_RUNTIME_DIR", below.toString()))) {
      assertThat(made.resolve("token").startsWith(below)).isFalse();
    }
  }

  private Path left(String name) throws IOException {
    return Files.createDirectory(
        runtime.resolve(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
