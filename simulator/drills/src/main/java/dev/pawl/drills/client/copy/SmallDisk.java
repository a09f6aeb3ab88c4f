package dev.pawl.drills.client.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A disk of some megabytes in memory, mounted where only a drill's copies see it: in a mount
 * namespace, which needs Linux and either root or user namespaces. It lives as long as this object,
 * or this process. Not thread-safe.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int MEGABYTES = 64;
  private static final String MOUNTED = "mounted";

  private final Process keeper;
  private final Path point;
  private final List<String> entering;

  private SmallDisk(Process keeper, Path point, List<String> entering) {
    this.keeper = keeper;
    this.point = point;
    this.entering = entering;
  }

  /**
   * Mounts one.
   *
   * @param point the directory that it covers
   * @return it; empty if such a disk cannot be had here
   */
  public static Optional<SmallDisk> over(Path point) throws IOException, InterruptedException {
    for (boolean root : new boolean[] {true, false}) {
      Optional<SmallDisk> disk = mount(point, root);
      if (disk.isPresent()) {
        return disk;
      }
    }
    return Optional.empty();
  }

  /* The keeper holds the namespace until its standard input ends, at the latest with this process. */
  private static Optional<SmallDisk> mount(Path point, boolean root)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("unshare", root ? "-m" : "-Urm", "sh", "-c"));
    command.add(
        "mount -t tmpfs -o size="
            + MEGABYTES
            + "m,mode=0700 pawl-drill \"$0\" && echo "
            + MOUNTED
            + " && exec cat");
    command.add(point.toString());
    Process keeper;
    try {
      keeper = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException absent) {
      return Optional.empty();
    }
    BufferedReader said = keeper.inputReader(UTF_8);
    if (!MOUNTED.equals(said.readLine())) {
      keeper.destroyForcibly().waitFor();
      return Optional.empty();
    }
    List<String> entering = new ArrayList<>(List.of("nsenter", "-m"));
    if (!root) {
      entering.addAll(List.of("-U", "--preserve-credentials"));
    }
    entering.addAll(List.of("-t", Long.toString(keeper.pid())));
    return Optional.of(new SmallDisk(keeper, point, entering));
  }

  /** Returns the command that runs another one where this disk is seen, in its directory. */
  public List<String> around(List<String> command) {
    List<String> whole = new ArrayList<>(entering);
    whole.addAll(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", point.toString()));
    whole.addAll(command);
    return whole;
  }

  /** Leaves not a byte free; again, if the copies have made room meanwhile. */
  public void fill() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out =
        Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (long left = (long) MEGABYTES << 20; left >= 0; left -= block.length) { // one too many
        out.write(block);
      }
    } catch (IOException full) {
      return;
    }
    throw new IOException("the small disk does not get full");
  }

  /** Makes room again. */
  public void free() throws IOException {
    Files.delete(filler());
  }

  /** Returns where this process sees it. */
  public Path seen() {
    return Path.of("/proc/" + keeper.pid() + "/root")
        .resolve(Path.of("/").relativize(point.toAbsolutePath()));
  }

  private Path filler() {
    return seen().resolve(".filler");
  }

  /** Lets go of it: it is gone when the last copy has ended. */
  @Override
  public void close() {
    keeper.destroy();
    try {
      if (!keeper.waitFor(1, TimeUnit.SECONDS)) {
        keeper.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      keeper.destroyForcibly();
    }
  }
}
