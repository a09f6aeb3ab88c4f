package dev.pawl.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.credentials.Workplace;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.spi.Account;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cache file that is truncated while others read it, 6 times or as many as {@code
 * -Dpawl.truncations} says: the JVM tells of it late.
 */
@Timeout(120)
class TruncatedCacheTest {
  private static final int TIMES = Integer.getInteger("pawl.truncations", 6);

  @TempDir Path directory;
  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void stop() {
    children.forEach(child -> child.destroyForcibly().onExit().join());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:TieredStopAtLevel=4", "-XX:TieredStopAtLevel=1", "-Xint"})
  void token_cacheTruncatedWhileItIsRead_isServedFromTheStore(String compilers) throws Exception {
    Path cache = cache(new Workplace(directory).logIn(Account.UNKNOWN));
    Process reader = start(compilers, "calls");
    BufferedReader said = reader.inputReader(UTF_8);
    assertThat(said.readLine()).isEqualTo("hot");

    truncate(cache);

    assertThat(said.lines()).containsExactly("done");
    assertThat(reader.waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:TieredStopAtLevel=4", "-XX:TieredStopAtLevel=1", "-Xint"})
  void loginAndRenew_cacheTruncatedMeanwhile_areDoneAndPublishedInANewOne(String compilers)
      throws Exception {
    Path cache = cache(new Workplace(directory).logIn(Account.UNKNOWN));
    Process changer = start(compilers, "changes");
    BufferedReader said = changer.inputReader(UTF_8);
    assertThat(said.readLine()).isEqualTo("hot");

    truncate(cache);

    assertThat(said.lines()).containsExactly("done");
    assertThat(changer.waitFor()).isZero();
    assertThat(Files.readString(errors())).doesNotContain("InternalError");
  }

  private void truncate(Path cache) throws Exception {
    try (WatchService made = FileSystems.getDefault().newWatchService()) {
      Objects.requireNonNull(cache.getParent())
          .register(made, StandardWatchEventKinds.ENTRY_CREATE);
      for (int i = 0; i < TIMES; i++) {
        Object key = key(cache);
        Files.newByteChannel(cache, StandardOpenOption.WRITE).truncate(0).close();
        awaitAnother(made, cache, key);
      }
    }
    Files.createFile(directory.resolve("stop"));
  }

  private static void awaitAnother(WatchService made, Path cache, Object key) throws Exception {
    while (key(cache).equals("") || key(cache).equals(key)) {
      WatchKey told = made.take();
      told.pollEvents();
      assertThat(told.reset()).isTrue();
    }
  }

  /* Each table that is made anew is another file. */
  private static Object key(Path cache) throws IOException {
    try {
      return Files.size(cache) == 0 ? "" : Files.getAttribute(cache, "unix:fileKey");
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static Path cache(Workplace place) throws IOException {
    StateFormat format = StateFormat.read(StateDirectory.of(place.variables));
    return Path.of(Objects.requireNonNull(format).cache());
  }

  private Path errors() {
    return directory.resolve("errors");
  }

  private Process start(String compilers, String what) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData",
            "-XX:+UseSerialGC",
            compilers,
            "-cp",
            System.getProperty("java.class.path"),
            TruncatedCacheProcess.class.getName(),
            directory.toString(),
            what);
    Process child = builder.redirectError(errors().toFile()).start();
    children.add(child);
    return child;
  }
}
