package dev.pawl.cache.chronicle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cache.table.ChronicleTable;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JDK that has lost a class that Chronicle Map needs, as JDK 26 has. */
@Timeout(300)
class JdkWithoutChronicleTest {
  private static final String PROBE = "dev/pawl/cache/chronicle/Chronicle.class";
  private static final String NEEDED = "jdk.internal.ref.Cleaner";

  @TempDir Path directory;

  @Test
  void token_classOfTheJdkGone_saysOnceWhichJdksWorkAndLeavesTheCacheToOthers() throws Exception {
    List<String> before = run("", "login");
    Map<Path, String> cache = cache();
    Path without = hidden();

    List<String> here = run(without + File.pathSeparator, "token");

    assertThat(before).contains("login-token", "chronicle");
    assertThat(here).contains("login-token").doesNotContain("chronicle");
    assertThat(here.stream().filter(line -> line.contains("Chronicle Map")))
        .singleElement()
        .asString()
        .endsWith(
            "going on without the shared cache: it is a Chronicle Map, which needs Java 17 to 25, and"
                + " this is Java "
                + Runtime.version().feature()
                + " without "
                + "j".repeat(NEEDED.length())
                + "; start this program with Java 17 to 25");
    assertThat(cache()).isEqualTo(cache);
    assertThat(run("", "token")).contains("login-token", "chronicle");
  }

  /* The probe with another name in it, ahead of the real one: to Pawl the class is gone. */
  private Path hidden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(PROBE))) {
      String whole = new String(in.readAllBytes(), ISO_8859_1);
      Path root = directory.resolve("hidden");
      Path probe = root.resolve(PROBE);
      Files.createDirectories(Objects.requireNonNull(probe.getParent()));
      assertThat(whole).contains(NEEDED);
      Files.write(probe, whole.replace(NEEDED, "j".repeat(NEEDED.length())).getBytes(ISO_8859_1));
      return root;
    }
  }

  /** The record, and every file of the table with what tells it from another. */
  private Map<Path, String> cache() throws IOException {
    StateDirectory state = new StateDirectory(directory.resolve("state")).found();
    StateFormat format = Objects.requireNonNull(StateFormat.read(state));
    Map<Path, String> found = new TreeMap<>();
    found.put(state.formatFile(), Files.readString(state.formatFile()));
    Path table = Path.of(format.cache());
    try (Stream<Path> files = Files.list(Objects.requireNonNull(table.getParent()))) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(table.getFileName().toString())) {
          found.put(file, Files.size(file) + " " + Files.getAttribute(file, "unix:fileKey"));
        }
      }
    }
    assertThat(found).hasSizeGreaterThan(2);
    return found;
  }

  private List<String> run(String before, String verb) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ChronicleTable.flags());
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", before + System.getProperty("java.class.path")));
    command.addAll(List.of(JdkWithoutChronicleProcess.class.getName(), verb, directory.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }
}
