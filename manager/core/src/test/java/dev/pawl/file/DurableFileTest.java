package dev.pawl.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurableFileTest {
  @TempDir Path directory;

  @Test
  void write_diskFull_namesFileReasonAndRemedy() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "this system has no disk that is always full");

    assertThatThrownBy(() -> DurableFile.write(full, new byte[1]))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "/dev/full cannot be written: No space left on device"
                + " (free some space or inodes on the file system of /dev)");
  }

  @Test
  void operation_placeIsMissing_namesFileReasonAndRemedy() {
    Path file = directory.resolve("missing/file");

    for (Operation operation :
        new Operation[] {
          () -> DurableFile.create(file),
          () -> DurableFile.reserve(file, 1),
          () -> DurableFile.write(file, new byte[1]),
          () -> DurableFile.rename(file, file.resolveSibling("other")),
          () -> DurableFile.force(file)
        }) {
      assertThatThrownBy(operation::run)
          .isInstanceOf(StoreException.class)
          .message()
          .matches("(?s)" + file + " cannot be [a-z ]+: [Nn]o such file or directory \\(.+\\)");
    }
  }

  @Test
  void message_ofAReasonThatNamesTheFile_namesItOnce() {
    Path file = Path.of("/x/file");

    for (IOException cause :
        new IOException[] {
          new FileNotFoundException("/x/file (Permission denied)"),
          new AccessDeniedException("/x/file"),
          new FileSystemException("/x/file", null, "Permission denied")
        }) {
      assertThat(new StoreException(file, "cannot be read", cause).getMessage())
          .isEqualToIgnoringCase(
              "/x/file cannot be read: permission denied"
                  + " (it must belong to the current user, directory 0700, file 0600)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "directory", "/dev/zero"})
  void read_noRegularFile_isRefusedAtOnce(String what) throws Exception {
    Path file = directory.resolve(what);
    if (what.equals("pipe")) {
      Process made = new ProcessBuilder("mkfifo", file.toString()).inheritIO().start();
      assertThat(made.waitFor()).isZero();
    } else if (what.equals("directory")) {
      Files.createDirectory(file);
    }

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> DurableFile.read(file))
                .isInstanceOf(StoreException.class)
                .hasMessage(file + " is not a regular file; move it away"));
  }

  @Test
  void read_absent_isNull() throws IOException {
    assertThat(DurableFile.read(directory.resolve("absent"))).isNull();
    assertThat(DurableFile.read(directory.resolve("missing/absent"))).isNull();
  }

  private interface Operation {
    void run() throws IOException;
  }
}
