package dev.pawl.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A jar with the launcher's main classes, each of which tells how it was called. */
final class StandInJar {
  private static final List<String> PACKAGES =
      List.of(
          "dev.pawl.cli",
          "dev.pawl.drills.cli",
          "dev.pawl.scoreboard",
          "dev.pawl.clouddrills",
          "dev.pawl.fleetdrills",
          "dev.pawl.fleetdev",
          "dev.pawl.benchmarks");

  private static final String SOURCE =
      """
      package %s;

      public final class Main {
        public static void main(String[] args) throws Exception {
          if (args[0].equals("--train")) {
            return;
          }
          if (args[0].equals("--plan")) {
            plan(java.util.List.of(args));
            return;
          }
          System.out.println("class " + Main.class.getName());
          System.out.println("args " + String.join("|", args));
          System.out.println("directory " + System.getProperty("user.dir"));
          System.out.println("class path " + System.getProperty("java.class.path"));
          System.out.println("path encoding " + System.getProperty("sun.jnu.encoding"));
          System.out.println("planted " + System.getProperty("planted"));
          System.out.println("fleet " + System.getProperty("pawl.fleet"));
          System.getenv().forEach((name, value) -> System.out.println("env " + name + "=" + value));
          if (args.length > 1 && args[1].equals("stdin")) {
            System.out.println("stdin " + new String(System.in.readAllBytes()));
          }
          String ends = args.length > 1 ? args[1] : "";
          System.exit(ends.equals("fail") ? 43 : ends.equals("log-in") ? 101 : ends.equals("jvm") ? 1 : 0);
        }

        private static void plan(java.util.List<String> args) {
          if (args.contains("--stay")) {
            System.out.println("stay");
          } else if (args.contains("log-in")) {
            System.exit(101);
          } else {
            System.out.println("command " + args.indexOf("--") + "\\nplanted-token\\nA\\nB\\n-GONE");
          }
        }
      }
      """;

  private static byte @Nullable [] made;

  private StandInJar() {}

  /** The jar, compiled once in a JVM. */
  static synchronized byte[] bytes() throws IOException {
    byte[] present = made;
    if (present == null) {
      Path scratch = Files.createTempDirectory("pawl-stand-in");
      present = Files.readAllBytes(in(scratch));
      made = present;
      delete(scratch);
    }
    return present;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path in(Path directory) throws IOException {
    Path jar = directory.resolve("stand-in.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (String name : PACKAGES) {
        Path compiled = compile(name, directory);
        entries.putNextEntry(new JarEntry(directory.relativize(compiled).toString()));
        Files.copy(compiled, entries);
      }
    }
    return jar;
  }

  private static Path compile(String packageName, Path directory) {
    try {
      Path folder = Files.createDirectories(directory.resolve(packageName.replace('.', '/')));
      Path source = Files.writeString(folder.resolve("Main.java"), SOURCE.formatted(packageName));
      int result =
          Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests need a JDK")
              .run(null, null, null, "--release", "17", source.toString());
      if (result != 0) {
        throw new IllegalStateException("cannot compile " + source);
      }
      return folder.resolve("Main.class");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
