package dev.pawl.benchmarks.startup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** The programs that a short command is compared with, and the launcher's own flags. */
final class Programs {
  private static final Map<String, String> SOURCES =
      Map.of(
          "Hello",
          """
          public class Hello {
            public static void main(String[] args) {
              System.out.println("hello");
            }
          }
          """,
          "Peek",
          """
          import java.nio.channels.FileChannel;
          import java.nio.file.Path;
          import java.nio.file.StandardOpenOption;
          public class Peek {
            public static void main(String[] args) throws Exception {
              try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.READ)) {
                System.out.println(file.map(FileChannel.MapMode.READ_ONLY, 0, 64).getLong(0));
              }
            }
          }
          """);

  private Programs() {}

  /** A jar with the program; one for each JDK, since an archive belongs to one jar. */
  static Path jar(Path scratch, String name, String suffix) throws IOException {
    Path source = scratch.resolve(name + ".java");
    Files.writeString(source, SOURCES.getOrDefault(name, ""));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "--release", "17", "-d", scratch.toString(), source.toString());
    if (code != 0) {
      throw new IOException(name + " does not compile");
    }
    Path jar = scratch.resolve(name + suffix + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(name + ".class"));
      out.write(Files.readAllBytes(scratch.resolve(name + ".class")));
    }
    return jar;
  }

  /** The options that the launcher gives a short command; read from it, so they cannot differ. */
  static List<String> launcherFlags(Path launcher) throws IOException {
    String script = Files.readString(launcher, StandardCharsets.UTF_8);
    int from = script.indexOf("short_flags='") + "short_flags='".length();
    return List.of(script.substring(from, script.indexOf('\'', from)).strip().split("\\s+", -1));
  }
}
