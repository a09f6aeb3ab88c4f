package dev.pawl.drills.script;

import dev.pawl.drills.fleet.Squad;
import dev.pawl.drills.stage.Stage;
import dev.pawl.drills.stage.StateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A disk of some megabytes in memory, mounted where only the drill's own processes see it: in a
 * mount namespace, which needs Linux and either root or user namespaces. The runner reaches the
 * files through the first process's root.
 */
final class SmallDisk implements AutoCloseable {
  private static final int MEGABYTES = 24;

  private final Squad squad;
  private final Path mountPoint;

  private SmallDisk(Squad squad, Path mountPoint) {
    this.squad = squad;
    this.mountPoint = mountPoint;
  }

  /** Whether such a disk can be had here. */
  static boolean isAvailable() throws InterruptedException {
    List<String> trial = new ArrayList<>(wrapper());
    trial.addAll(List.of("sh", "-c", "mount -t tmpfs -o size=1m pawl-trial /mnt"));
    try {
      return run(trial) == 0 && isRoot();
    } catch (IOException e) {
      return false;
    }
  }

  /* In a user namespace the root directory belongs to nobody, and a store there is not trusted. */
  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static List<String> wrapper() {
    return List.of("unshare", "-m");
  }

  /** Mounts one, and moves the stage onto it with processes of its own. */
  static SmallDisk mount(Stage stage) throws IOException, InterruptedException {
    Path point = stage.files().root().resolveSibling(stage.files().root().getFileName() + "-disk");
    Files.createDirectory(
        point, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    String mount = "mount -t tmpfs -o size=" + MEGABYTES + "m,mode=0700 pawl-drill '" + point + "'";
    Squad squad = stage.fleet().squad(wrapper(), mount, stage.crew().size());
    SmallDisk disk = new SmallDisk(squad, point);
    stage.atEnd(disk);
    StateFiles seen = new StateFiles(disk.seen().resolve("state"), stage.files().profile());
    stage.move(squad.children(), seen, point.resolve("state").toString());
    return disk;
  }

  private Path seen() {
    long pid = squad.children().get(0).pid();
    return Path.of("/proc/" + pid + "/root").resolve(Path.of("/").relativize(mountPoint));
  }

  private Path filler() {
    return seen().resolve("filler");
  }

  /** Leaves not a byte free. */
  void fill() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler())) {
      for (long left = (long) MEGABYTES << 20; left > 0; left -= block.length) {
        out.write(block);
      }
    } catch (IOException full) {
      return;
    }
    throw new IOException("the small disk does not get full");
  }

  /** Makes room again. */
  void free() throws IOException {
    Files.delete(filler());
  }

  /** Makes the state directory read-only for the processes, as a remounted file system is. */
  void freeze() throws IOException, InterruptedException {
    inside("mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\"");
  }

  /** Undoes {@link #freeze}. */
  void thaw() throws IOException, InterruptedException {
    inside("umount \"$0\"");
  }

  private void inside(String script) throws IOException, InterruptedException {
    long pid = squad.children().get(0).pid();
    List<String> command =
        List.of(
            "nsenter",
            "-m",
            "-t",
            Long.toString(pid),
            "sh",
            "-c",
            script,
            mountPoint.resolve("state").toString());
    if (run(command) != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    squad.close();
  }
}
