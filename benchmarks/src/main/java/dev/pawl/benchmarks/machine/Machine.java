package dev.pawl.benchmarks.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this machine is, as a result states it. */
public final class Machine {
  private static final long GIB = 1L << 30;

  private Machine() {}

  /** Cores, processor, memory, system; such as {@code 2 cores, AMD EPYC, 24 GiB, Linux 6.1}. */
  public static String describe() throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
    long memory = field("/proc/meminfo", "MemTotal").isEmpty() ? 0 : memoryKib() * 1024;
    String size = memory == 0 ? "" : ", " + (memory + GIB / 2) / GIB + " GiB";
    return cores + " cores, " + processor() + size + ", " + system;
  }

  private static String processor() throws IOException {
    String model = field("/proc/cpuinfo", "model name");
    return model.isEmpty() ? System.getProperty("os.arch") : model;
  }

  private static long memoryKib() throws IOException {
    return Long.parseLong(field("/proc/meminfo", "MemTotal").split(" ", 2)[0]);
  }

  private static String field(String file, String name) throws IOException {
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      return "";
    }
    for (String line : Files.readAllLines(path)) {
      if (line.startsWith(name)) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return "";
  }

  /** The Java that measures; such as {@code OpenJDK 17.0.15+6 (Debian)}. */
  public static String jdk() {
    return "OpenJDK "
        + System.getProperty("java.runtime.version")
        + " ("
        + System.getProperty("java.vendor")
        + ")";
  }

  /** The commit of the sources in {@code root}; {@code unknown} without git. */
  public static String commit(Path root) throws InterruptedException {
    try {
      Process git =
          new ProcessBuilder(
                  List.of("git", "-C", root.toString(), "describe", "--always", "--dirty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor() == 0 && !text.isEmpty() ? text : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }
}
