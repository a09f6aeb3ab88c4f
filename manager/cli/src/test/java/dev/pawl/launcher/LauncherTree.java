package dev.pawl.launcher;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the launcher in a tree of its own, with only the tools on the PATH that it may need.
 */
final class LauncherTree {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "cat",
          "chmod",
          "cp",
          "date",
          "env",
          "find",
          "flock",
          "grep",
          "head",
          "mkdir",
          "mv",
          "ps",
          "readlink",
          "rm",
          "rmdir",
          "sleep",
          "sync",
          "touch");

  /* Counts its calls, and would notice a second Maven at the same time. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo call >>mvn-calls
      mkdir mvn-running || echo overlap >>mvn-calls
      [ ! -e mvn-fails ] || { rmdir mvn-running; echo '[ERROR] planted'; exit 1; }
      for module in manager/cli simulator/drills simulator/scoreboard simulator/cloud-drills \\
        simulator/fleet-dev simulator/fleet-drills benchmarks manager/aws manager/google manager/azure manager/fleet \\
        manager/postgres manager/etcd; do
        mkdir -p $module/target/lib
        cp stand-in.jar $module/target/pawl-${module#*/}.jar
        cp stand-in.jar $module/target/lib/${module#*/}.jar
      done
      rmdir mvn-running
      """;

  private final Path root;
  private final Path bin;
  private final Map<String, String> environment = new HashMap<>();

  private LauncherTree(Path root, Path bin) {
    this.root = root;
    this.bin = bin;
    environment.put("PATH", bin.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  static LauncherTree in(Path root) throws IOException {
    Path script = root.resolve("pawl");
    Files.createDirectories(root.resolve("manager/core/src/main"));
    Files.copy(Path.of("..", "..", "pawl"), script);
    Files.setPosixFilePermissions(script, fromString("rwxr-xr-x"));
    Files.write(root.resolve("stand-in.jar"), StandInJar.bytes());
    Files.createFile(root.resolve("pom.xml"));
    Files.createFile(root.resolve("manager/core/src/main/Source.java"));
    Path bin = Files.createDirectories(root.resolve("bin"));
    for (String tool : TOOLS) {
      allow(bin, tool);
    }
    return new LauncherTree(root, bin).withProgram("mvn", MAVEN);
  }

  private static void allow(Path bin, String tool) throws IOException {
    for (String directory : List.of("/bin", "/usr/bin")) {
      Path real = Path.of(directory, tool);
      if (Files.isExecutable(real) && Files.notExists(bin.resolve(tool))) {
        program(bin.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
      }
    }
  }

  LauncherTree withProgram(String name, String text) throws IOException {
    program(bin.resolve(name), text);
    return this;
  }

  /** Makes every call of the tool wait until that many calls stand at the gate. */
  LauncherTree withGate(String tool, int calls) throws IOException {
    Path real = bin.resolve(tool + ".real");
    if (Files.exists(bin.resolve(tool))) {
      Files.move(bin.resolve(tool), real);
    }
    String gate =
        """
        #!/bin/sh
        echo arrived >>'%1$s'
        until [ "$(grep -c . '%1$s')" -ge %2$d ]; do sleep 0.05; done
        exec '%3$s' "$@"
        """;
    return withProgram(tool, gate.formatted(root.resolve("arrived"), calls, real));
  }

  LauncherTree without(String tool) throws IOException {
    Files.deleteIfExists(bin.resolve(tool));
    return this;
  }

  LauncherTree with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  LauncherTree unset(String variable) {
    environment.remove(variable);
    return this;
  }

  LauncherTree built() throws IOException {
    Run run = run("build");
    if (run.exit() != 0) {
      throw new IllegalStateException("the tree was not built: " + run.err());
    }
    return this;
  }

  Path root() {
    return root;
  }

  Path script() {
    return root.resolve("pawl");
  }

  List<String> mavenCalls() throws IOException {
    Path calls = root.resolve("mvn-calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** The directory that the last build was published in. */
  Path published() throws IOException {
    Path target = root.resolve("target/pawl");
    return target.resolve(Files.readString(target.resolve("current")).strip());
  }

  void editSource() throws IOException {
    FileTime built = Files.getLastModifiedTime(root.resolve("target/pawl/current"));
    Files.setLastModifiedTime(
        root.resolve("manager/core/src/main/Source.java"),
        FileTime.fromMillis(built.toMillis() + 1_000));
  }

  Run run(String... arguments) throws IOException {
    return start(script(), root, arguments).await();
  }

  Running start(Path script, Path directory, String... arguments) throws IOException {
    Path out = Files.createTempFile(root, "out", ".txt");
    Path err = Files.createTempFile(root, "err", ".txt");
    Path in = Files.writeString(Files.createTempFile(root, "in", ".txt"), "planted input");
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Running(builder.start(), out, err);
  }

  static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, fromString("rwxr-xr-x"));
  }

  /** A launcher that was started. */
  record Running(Process process, Path out, Path err) {
    Run await() throws IOException {
      try {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException("the launcher hangs: " + Files.readString(err));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }

  /** What a launcher that has ended left. */
  record Run(int exit, String out, String err) {}
}
