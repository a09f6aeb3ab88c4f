package dev.pawl.benchmarks.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How this JVM's Java and class path start another process. */
public final class Java {
  private Java() {}

  /** The program {@code java} that runs this. */
  public static String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A command that runs {@code main} with these options of the JVM and arguments. */
  public static List<String> command(List<String> options, String main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(program());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), main));
    command.addAll(List.of(args));
    return command;
  }

  /** The class path of this JVM, in absolute paths. */
  public static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
