package dev.pawl.drills.fleet;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a child is started: this JVM's Java and class path, small and quick to start, with an
 * environment in which nothing of the user's is left.
 */
final class Launch {
  private static final String MAIN = "dev.pawl.drills.child.ChildMain";
  private static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xss512k",
          "-Xmx64m",
          "-XX:-UsePerfData",
          "-Xshare:auto",
          "-Xlog:disable",
          "-Xlog:all=error:stderr");

  /** What the Chronicle engine of the cache needs; docs/profiles.md says why. */
  private static final List<String> CHRONICLE =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");

  /** What keeps newer JVMs from warning of it. */
  private static final List<String> QUIET =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private static final int WARNS = 24;

  private static final String CHRONICLE_ENGINE = "\"cache\": {\"engine\": \"chronicle\"}";

  /* How the provider whose policy is a race says "try again". */
  private static final String RETRYABLE =
      "\"profiles\": {\"drill\": {\"retryableErrors\": [\"invalid_request\"]}}";

  private final Path home;
  private final List<String> more = new ArrayList<>();
  private boolean chronicle;
  private final String secret;
  private final int port;

  Launch(Path home, String secret, int port) throws IOException {
    this.home = home;
    this.secret = secret;
    this.port = port;
    for (String directory :
        List.of("logs", "home", "state", "config", "data", "cache", "runtime")) {
      Files.createDirectories(
          home.resolve(directory),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    settings("chronicle", CHRONICLE_ENGINE);
    settings("race", RETRYABLE);
    settings("chronicle-race", CHRONICLE_ENGINE + "," + RETRYABLE);
  }

  private void settings(String name, String members) throws IOException {
    Files.writeString(home.resolve("config").resolve(name + ".json"), "{" + members + "}");
  }

  Path logs() {
    return home.resolve("logs");
  }

  List<String> command(String name) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    if (chronicle) {
      command.addAll(CHRONICLE);
    }
    if (Runtime.version().feature() >= WARNS) {
      command.addAll(QUIET);
    }
    command.addAll(more);
    command.addAll(List.of("-cp", classPath(), MAIN));
    command.addAll(List.of("--control", Integer.toString(port), "--name", name));
    return command;
  }

  /** Has what is started from now on take these flags too, and no others. */
  void flags(List<String> flags) {
    more.clear();
    more.addAll(flags);
  }

  /**
   * Has what is started from now on be able to use the Chronicle engine; others start faster.
   *
   * @return whether what was started before is not
   */
  boolean allowChronicle() {
    boolean isNew = !chronicle;
    chronicle = true;
    return isNew;
  }

  /** Whether all classes come from jars: an archive of classes holds no others. */
  static boolean isPackaged() {
    return Arrays.stream(classPath().split(File.pathSeparator, -1))
        .allMatch(entry -> Files.isRegularFile(Path.of(entry)));
  }

  Path archive() {
    return home.resolve("children.jsa");
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("HOME", home.resolve("home").toString());
    environment.put("PAWL_HOME", home.resolve("state").toString());
    environment.put("XDG_STATE_HOME", home.resolve("state").toString());
    environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    environment.put("XDG_DATA_HOME", home.resolve("data").toString());
    environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
    environment.put("XDG_RUNTIME_DIR", home.resolve("runtime").toString());
    environment.put("LANG", "C");
    environment.put("TZ", "UTC");
    environment.put("PAWL_DRILL_SECRET", secret);
    return environment;
  }

  /** Starts {@code command}, which may be a shell that starts several children. */
  Process start(List<String> command, String log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment());
    builder.directory(home.toFile());
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logs().resolve(log + ".log").toFile()));
    return builder.start();
  }
}
