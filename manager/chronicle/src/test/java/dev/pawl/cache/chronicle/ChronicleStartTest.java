package dev.pawl.cache.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cache.slot.Derived;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.ChronicleTable;
import dev.pawl.cache.table.Geometry;
import dev.pawl.cache.table.SharedCache;
import dev.pawl.cache.table.TableEngine;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM that starts with a Chronicle table needs, loads, says and leaves behind. */
class ChronicleStartTest {
  private static final Geometry SMALL = new Geometry(3, 1024);

  @TempDir Path directory;
  private Path path;
  private Path home;
  private Path classes;

  @BeforeEach
  void name() throws IOException {
    path = directory.resolve("cache");
    home = Files.createDirectory(directory.resolve("home"));
    classes = directory.resolve("classes");
  }

  @Test
  void problem_flagsMissing_namesEachOfThemInOneLine() throws Exception {
    String said = run(List.of(), whole(), "problem");

    assertThat(said.lines()).hasSize(1);
    for (String flag : ChronicleTable.flags()) {
      assertThat(said).contains(flag);
    }
  }

  @Test
  void problem_oneFlagMissing_namesThatOneAlone() throws Exception {
    List<String> flags = new ArrayList<>(ChronicleTable.flags());
    String missing = flags.remove(2);

    String said = run(flags, whole(), "problem");

    assertThat(said).contains(missing).doesNotContain(flags.get(0));
  }

  @Test
  void problem_engineMissing_namesTheArtifactInOneLine() throws Exception {
    String said = run(List.of(), withoutEngine(), "problem");

    assertThat(said.lines()).hasSize(1);
    assertThat(said).contains("dev.pawl:pawl-chronicle");
  }

  @Test
  void problem_jarsMissing_namesTheArtifactInOneLine() throws Exception {
    String said = run(List.of(), withoutChronicle(), "problem");

    assertThat(said.lines()).hasSize(1);
    assertThat(said).contains("net.openhft:chronicle-map");
  }

  @Test
  void problem_allThere_isNone() throws Exception {
    assertThat(run(ChronicleTable.flags(), whole(), "problem")).isEqualTo("null");
  }

  @Test
  void find_neitherEngineNorJarsNorFlags_readsAndPublishesAndLoadsNothingOfThem() throws Exception {
    SharedCache mine = TableEngine.CHRONICLE.openOrCreate(path, SMALL);
    TokenSlot slot = mine.claim("me");
    slot.publish(Derived.record(1, 1024));

    String said = run(List.of(), withoutEngine(), "attach");

    assertThat(said).isEqualTo("1");
    assertThat(Objects.requireNonNull(slot.read()).record().generation()).isEqualTo(2);
  }

  @Test
  void find_chronicleAtHand_loadsNeitherItNorACompiler() throws Exception {
    TableEngine.CHRONICLE.openOrCreate(path, SMALL).claim("me").publish(Derived.record(1, 1024));

    String said = run(ChronicleTable.flags(), whole(), "attach");

    assertThat(said).isEqualTo("1");
    assertThat(loaded()).noneMatch(name -> name.startsWith("net.openhft"));
    assertThat(loaded()).noneMatch(name -> name.startsWith("com.sun.tools.javac"));
  }

  @Test
  void claim_first_compilesNothing() throws Exception {
    String said = run(ChronicleTable.flags(), whole(), "claim");

    assertThat(said).isEqualTo("true");
    assertThat(loaded())
        .contains("net.openhft.chronicle.hash.VanillaGlobalMutableState$$Native")
        .doesNotContain("com.sun.tools.javac.main.JavaCompiler", "com.sun.tools.javac.comp.Attr");
  }

  /** With no network at all where the machine can take it away. */
  @Test
  void claim_first_callsNobodyAndLeavesNothingInTheHome() throws Exception {
    String said = run(ChronicleTable.flags(), whole(), "claim");

    assertThat(said).isEqualTo("true");
    assertThat(below(home)).allMatch(file -> (file + "/").startsWith(".cache/JNA/"));
    assertThat(loaded())
        .noneMatch(name -> name.startsWith("net.openhft.chronicle.analytics"))
        .doesNotContain("java.net.Socket", "java.net.HttpURLConnection", "java.net.InetAddress")
        .noneMatch(name -> name.startsWith("jdk.internal.net.http"));
  }

  @Test
  void flags_ofTheBuildAndTheLauncher_areTheSame() throws IOException {
    Path root = Path.of("..", "..");
    String launcher = Files.readString(root.resolve("pawl")).replaceAll("\\s+", " ");

    assertThat(launcher)
        .contains("chronicle_flags='" + String.join(" ", ChronicleTable.flags()) + "'");
    assertThat(Files.readString(root.resolve("pom.xml")))
        .contains(
            "<chronicle.flags>" + String.join(" ", ChronicleTable.flags()) + "</chronicle.flags>");
    assertThat(Files.readString(root.resolve("docs/profiles.md")))
        .contains(String.join("\n", ChronicleTable.flags()));
  }

  /** What the process says on either stream; what it loads is found in {@link #loaded}. */
  private String run(List<String> flags, String classPath, String verb) throws Exception {
    List<String> command = new ArrayList<>(withoutNetwork());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-Duser.home=" + home, "-Xlog:class+load:file=" + classes, "-cp"));
    command.addAll(List.of(classPath, ChronicleStart.class.getName(), verb, path.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    Process process = builder.start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static List<String> withoutNetwork() throws IOException, InterruptedException {
    try {
      List<String> wrapper = List.of("unshare", "-rn");
      List<String> trial = List.of("unshare", "-rn", "true");
      return new ProcessBuilder(trial).start().waitFor() == 0 ? wrapper : List.of();
    } catch (IOException e) {
      return List.of(); // no such command here
    }
  }

  /** Where JNA unpacks its library is JNA's own affair; nothing else is there to be. */
  private static List<String> below(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(directory::relativize)
          .map(Path::toString)
          .toList();
    }
  }

  private List<String> loaded() throws IOException {
    try (Stream<String> lines = Files.lines(classes)) {
      return lines
          .filter(line -> line.contains(" source: "))
          .map(line -> line.substring(line.lastIndexOf(']') + 2, line.indexOf(" source: ")))
          .toList();
    }
  }

  private static String whole() {
    return System.getProperty("java.class.path");
  }

  private static String withoutChronicle() {
    return Arrays.stream(whole().split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("openhft"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String withoutEngine() throws URISyntaxException {
    URI engine =
        ChronicleMapEngine.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Arrays.stream(withoutChronicle().split(File.pathSeparator, -1))
        .filter(entry -> !Path.of(entry).equals(Path.of(engine)))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
