package dev.pawl.drills.script;

import dev.pawl.drills.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A directory that can be reached a second time, through a file system in user space. */
record NetworkMount(Path point) implements AutoCloseable {
  /**
   * Mounts a directory a second time beside itself, until the stage is closed.
   *
   * @throws CannotRunException if there is no bindfs here, or it may not mount
   */
  static NetworkMount of(Path directory, Stage stage) throws IOException, InterruptedException {
    Path point = directory.resolveSibling(directory.getFileName() + "-fuse");
    Files.createDirectory(point);
    if (run("bindfs", directory.toString(), point.toString()) != 0) {
      Files.delete(point);
      throw new CannotRunException("a file system in user space needs Linux, bindfs and /dev/fuse");
    }
    NetworkMount mount = new NetworkMount(point);
    stage.atEnd(mount);
    return mount;
  }

  private static int run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException e) {
      return -1; // there is no such program
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (run("fusermount", "-u", "-z", point.toString()) != 0) {
        throw new IOException("cannot unmount " + point);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.delete(point);
  }
}
