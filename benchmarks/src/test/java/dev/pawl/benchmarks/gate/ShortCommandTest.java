package dev.pawl.benchmarks.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.benchmarks.process.Java;
import dev.pawl.cli.Main;
import dev.pawl.process.NeededTool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pawl token} from a warm cache may load and start. */
class ShortCommandTest {
  /** Classes beyond those of a JVM that does nothing: some 210 from a jar, and some room. */
  private static final int BUDGET = 250;

  private static final List<String> TOO_HEAVY =
      List.of("com.fasterxml.", "picocli.", "net.openhft.", "java.net.http.", "org.slf4j.");

  @TempDir Path directory;

  @Test
  void token_warm_staysWithinItsBudgetOfClasses() throws Exception {
    run(state(), command(List.of(), "dev.pawl.cli.Main", "--train"));

    List<String> loaded = classesOf("dev.pawl.cli.Main", "token", "training");
    List<String> nothing = classesOf(Idle.class.getName());

    assertThat(loaded).contains("dev.pawl.cli.Main");
    assertThat(loaded).noneMatch(name -> TOO_HEAVY.stream().anyMatch(name::startsWith));
    assertThat(loaded.size() - nothing.size()).isLessThan(BUDGET);
  }

  /** A program that does nothing. */
  static final class Idle {
    private Idle() {}

    public static void main(String[] args) {
      if (args.length > 0) {
        throw new IllegalArgumentException("no arguments");
      }
    }
  }

  private List<String> classesOf(String main, String... args) throws Exception {
    Path log = directory.resolve("classes.log");
    run(state(), command(List.of("-Xlog:class+load:file=" + log), main, args));
    return Files.readAllLines(log).stream()
        .map(line -> line.substring(line.lastIndexOf(']') + 1).strip())
        .map(line -> line.split(" ", 2)[0])
        .toList();
  }

  /* Our own jars first, as in the launcher's class path: others are not even opened then. */
  private static List<String> command(List<String> options, String main, String... args) {
    List<String> command = Java.command(options, main, args);
    int path = command.indexOf("-cp") + 1;
    String ours =
        Stream.of(Main.class, TokenManager.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .collect(Collectors.joining(File.pathSeparator, "", File.pathSeparator));
    command.set(path, ours + command.get(path));
    return command;
  }

  private Map<String, String> state() {
    return Map.of(
        "PAWL_HOME", directory.resolve("state").toString(),
        "XDG_CONFIG_HOME", directory.resolve("config").toString());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void launcher_shortVerb_startsNothingButJava() throws Exception {
    NeededTool.strace();
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.copy(Path.of("..", "pawl"), tree.resolve("pawl"));
    Files.setPosixFilePermissions(
        tree.resolve("pawl"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path build = Files.createDirectories(tree.resolve("target/pawl/build"));
    Files.createFile(build.resolve("pawl-cli.jar"));
    Files.writeString(tree.resolve("target/pawl/current"), "build\n");
    Path trace = directory.resolve("trace");

    run(
        Map.of("JAVA_HOME", java(tree).toString()),
        List.of(
            "strace",
            "-f",
            "-o",
            trace.toString(),
            "-e",
            "trace=%process",
            tree.resolve("pawl").toString(),
            "token"));

    List<String> calls = Files.readAllLines(trace);
    assertThat(calls).filteredOn(call -> call.matches(".*\\bexecve\\(.*")).hasSize(2);
    assertThat(calls)
        .filteredOn(call -> call.matches(".*\\b(v?fork|clone3?)\\(.*"))
        .as("a subshell that finds the launcher's own directory")
        .hasSizeLessThanOrEqualTo(1);
  }

  /** A JDK whose program ends at once. */
  private static Path java(Path tree) throws IOException {
    Path home = tree.resolve("jdk");
    Files.createDirectories(home.resolve("bin"));
    Files.createSymbolicLink(home.resolve("bin/java"), Path.of("/bin/true"));
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Test\"\nJAVA_RUNTIME_VERSION=\"17.0.1+1\"\nJAVA_VERSION=\"17.0.1\"\n");
    return home;
  }

  private static void run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
