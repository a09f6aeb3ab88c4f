package dev.pawl.file;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** What processes that have ended left in the memory of all. */
@EnabledOnOs(OS.LINUX)
class SharedMemoryTest {
  @TempDir(factory = InMemory.class)
  Path root;

  private String dead;

  static final class InMemory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
        throws IOException {
      return Files.createTempDirectory(Path.of("/dev/shm"), "junit");
    }
  }

  @BeforeEach
  void endAProcess() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor()).isZero();
    dead = SharedMemory.prefix(ended.pid());
  }

  @Test
  void make_blankDirectoryOfADeadProcess_isRemoved() throws IOException {
    Path reserved = left(dead + "1", new byte[64]);
    Path begun = left(dead + "2");

    Path made = Objects.requireNonNull(new SharedMemory(root).make());

    assertThat(reserved).doesNotExist();
    assertThat(begun).doesNotExist();
    assertThat(made).isEmptyDirectory().hasParentRaw(root);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
  }

  @Test
  void make_somethingWaitsInTheDirectoryOfADeadProcess_isLeft() throws IOException {
    Path waiting = left(dead + "1", new byte[] {0, 0, 1});
    Path deeper = left(dead + "2");
    Files.createDirectory(deeper.resolve("login-x"));

    Path unused = new SharedMemory(root).make();

    assertThat(waiting.resolve("login-x")).hasBinaryContent(new byte[] {0, 0, 1});
    assertThat(deeper.resolve("login-x")).isDirectory();
  }

  @Test
  void make_directoryOfALivingProcess_isLeft() throws IOException {
    Path own = Objects.requireNonNull(new SharedMemory(root).make());

    Path other = new SharedMemory(root).make();

    assertThat(own).isDirectory().isNotEqualTo(other);
  }

  @Test
  void make_notOfOurMaking_isLeft() throws IOException {
    String pid = dead.split("-", -1)[3];
    Path elsewhere = left("other", new byte[1]);
    Path link = Files.createSymbolicLink(root.resolve(dead + "1"), elsewhere);
    Path open = left(dead + "2");
    Files.setPosixFilePermissions(open, fromString("rwxr-xrwx"));
    Path anotherNamespace = left(SharedMemory.PREFIX + "1-" + pid + "-3");
    Path named = left(SharedMemory.PREFIX + "4711");

    Path unused = new SharedMemory(root).make();

    assertThat(link).isSymbolicLink();
    assertThat(elsewhere.resolve("login-x")).exists();
    assertThat(open).exists();
    assertThat(anotherNamespace).exists();
    assertThat(named).exists();
  }

  @Test
  void make_rootIsNoMemory_isNone(@TempDir Path disk) throws IOException {
    Path made = new SharedMemory(disk.resolve("absent")).make();

    assertThat(made).isNull();
  }

  private Path left(String name) throws IOException {
    return Files.createDirectory(
        root.resolve(name), PosixFilePermissions.asFileAttribute(fromString("rwx------")));
  }

  private Path left(String name, byte[] content) throws IOException {
    Path directory = left(name);
    Files.write(directory.resolve("login-x"), content);
    return directory;
  }
}
