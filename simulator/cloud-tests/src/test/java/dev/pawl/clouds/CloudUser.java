package dev.pawl.clouds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.operation.Operation;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A user with a home, and programs of theirs, before a simulator that has the clouds. */
final class CloudUser implements AfterEachCallback {
  /** How many programs a test starts; more by hand and in .ci/nightly. */
  static final int PROCESSES = Integer.getInteger("pawl.cloud.processes", 4);

  final Simulator simulator = Simulator.builder().clouds().start();
  final Path home;
  final Map<String, String> environment = new HashMap<>();
  private final Path memory;
  private final List<Process> children = new ArrayList<>();

  CloudUser() {
    try {
      this.home = Files.createTempDirectory("pawl-cloud");
      this.memory =
          Files.createTempDirectory(
              Path.of("/dev/shm"),
              "pawl-cloud",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment.put("HOME", home.toString());
    environment.put("PATH", String.valueOf(System.getenv("PATH")));
    environment.put("PAWL_HOME", home.resolve("state").toString());
    environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    environment.put("XDG_RUNTIME_DIR", memory.toString());
  }

  /** Writes the user's settings. */
  void settings(String json) throws IOException {
    Path file = home.resolve("config/pawl/settings.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
  }

  /** Writes a script that only this user may change, and returns it. */
  Path script(String name, String lines) throws IOException {
    Path file = home.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  /** A program that takes orders, one a line, and answers each by a line. */
  record Program(Process process, BufferedReader out, BufferedWriter in, Path errors) {}

  /** Starts {@code count} more of the programs; all are ready. */
  List<Program> start(int count, Class<?> program, String... arguments) throws IOException {
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path errors = home.resolve("errors-" + children.size());
      Process process =
          builder(program, arguments)
              .redirectError(ProcessBuilder.Redirect.to(errors.toFile()))
              .start();
      children.add(process);
      programs.add(
          new Program(process, process.inputReader(UTF_8), process.outputWriter(UTF_8), errors));
    }
    for (Program one : programs) {
      assertThat(one.out.readLine()).as(Files.readString(one.errors)).isEqualTo("ready");
    }
    return programs;
  }

  /** How {@code program} is started as this user. */
  ProcessBuilder builder(Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(Stream.of(arguments).toList());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /** Gives all {@code programs} the same order at the same time; returns their answers. */
  static List<String> all(List<Program> programs, String order) throws IOException {
    for (Program program : programs) {
      program.in.write(order + "\n");
      program.in.flush();
    }
    List<String> answers = new ArrayList<>();
    for (Program program : programs) {
      answers.add(String.valueOf(program.out.readLine()));
    }
    return answers;
  }

  /** The same answer from each of {@link #PROCESSES}. */
  static List<String> everyone(String answer) {
    return Collections.nCopies(PROCESSES, answer);
  }

  /** Makes sure that the simulator was asked for {@code operation} so often. */
  void areExactly(Operation operation, int count) {
    simulator.ledger().entries().of(operation).areExactly(count);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
    for (Process child : children) {
      child.getOutputStream().close();
      assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    simulator.close();
    delete(home);
    delete(memory);
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
