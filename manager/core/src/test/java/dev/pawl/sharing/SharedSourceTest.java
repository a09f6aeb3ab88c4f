package dev.pawl.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.pawl.cache.CacheTable;
import dev.pawl.cache.CacheWish;
import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.process.NamedPipe;
import dev.pawl.settings.Settings;
import dev.pawl.source.HelperException;
import dev.pawl.source.HelperSource;
import dev.pawl.spi.Fingerprint;
import dev.pawl.token.CacheMode;
import dev.pawl.token.TokenException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real helpers, shared by real processes through a real tmpfs; time is turned by hand. */
@Timeout(300)
final class SharedSourceTest {
  private static final Duration TTL = Duration.ofMinutes(5);

  @TempDir private Path directory;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Map<String, String> environment = new HashMap<>();
  private final List<CacheTable> opened = new ArrayList<>();
  private final List<Process> children = new ArrayList<>();
  private Path memory = Path.of("/dev/shm");

  @BeforeEach
  void mountMemory() throws IOException {
    memory =
        Files.createTempDirectory(
            memory,
            "pawl-test",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("XDG_RUNTIME_DIR", memory.toString());
  }

  @AfterEach
  void clean() throws IOException {
    children.forEach(Process::destroyForcibly);
    opened.forEach(CacheTable::close);
    try (Stream<Path> files = Files.walk(memory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Test
  void mint_sixtyFourProcesses_runsTheHelperOnceAndOnceMoreAfterARejection() throws IOException {
    helper("sleep 2; echo key-$(wc -l <runs | tr -d ' ')");
    List<Child> fleet = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      fleet.add(start());
    }
    for (Child child : fleet) {
      assertThat(child.read()).isEqualTo("ready");
    }

    assertThat(answers(fleet, "mint")).hasSize(64).containsOnly("key-1");
    assertThat(runs()).isEqualTo(1);

    assertThat(answers(fleet, "renew")).hasSize(64).containsOnly("key-2");
    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void mint_manyThreadsOfTwoManagers_runsTheHelperOnce() throws IOException {
    helper("sleep 1; echo key");
    List<SharedSource> two = List.of(source(), source());

    List<CompletableFuture<String>> asked = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      SharedSource one = two.get(i % 2);
      asked.add(CompletableFuture.supplyAsync(() -> mint(one)));
    }

    assertThat(asked).extracting(CompletableFuture::join).containsOnly("key");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void mint_withinItsLifetime_isNotAskedAgain() throws IOException {
    helper("echo key");
    assertThat(mint(source())).isEqualTo("key");

    pass(TTL.minusMillis(1));

    assertThat(mint(source())).isEqualTo("key");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void mint_afterItsLifetime_givesTheOldKeyAtOnceAndAsksBehindTheScenes() throws Exception {
    helper("[ $(wc -l <runs) -lt 2 ] || read unused <go; echo key-$(wc -l <runs)");
    NamedPipe go = NamedPipe.at(directory.resolve("go"));
    SharedSource one = source();
    SharedSource other = source();
    assertThat(mint(one)).isEqualTo("key-1");

    pass(TTL);

    assertThat(mint(one)).isEqualTo("key-1");
    assertThat(mint(other)).isEqualTo("key-1");
    go.writeLine();
    awaitQuestions();
    assertThat(mint(other)).isEqualTo("key-2");
    assertThat(mint(one)).isEqualTo("key-2");
    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void mint_rejectedLate_asksNobody() throws IOException {
    helper("echo key-$(wc -l <runs)");
    SharedSource source = source();
    mint(source);
    assertThat(renew(source, "key-1")).isEqualTo("key-2");

    assertThat(renew(source(), "key-1")).isEqualTo("key-2");

    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void mint_rejectedAgainWithinAMinute_asksNobodyForAMinute() throws IOException {
    helper("echo key-$(wc -l <runs)");
    SharedSource source = source();
    mint(source);
    renew(source, "key-1");

    assertThatThrownBy(() -> source().mint(Fingerprint.of("key-2")))
        .asInstanceOf(type(TokenException.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(TokenException.Reason.TRY_LATER))
        .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(60)));
    assertThat(runs()).isEqualTo(2);

    pass(Duration.ofSeconds(60));
    assertThat(renew(source, "key-2")).isEqualTo("key-3");
  }

  @Test
  void mint_helperFails_isLeftAloneByAll() throws IOException {
    helper("echo no such vault >&2; exit 1");

    assertThatThrownBy(() -> source().mint(null))
        .isInstanceOf(HelperException.class)
        .hasMessageContaining("no such vault");
    assertThatThrownBy(() -> source().mint(null))
        .asInstanceOf(type(TokenException.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(TokenException.Reason.TRY_LATER))
        .satisfies(e -> assertThat(e).hasMessageContaining("failed once"));
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void mint_helperFailsAfterTheLifetime_oldKeyGoesOnBeingGiven() throws Exception {
    helper("[ $(wc -l <runs) -lt 2 ] || exit 1; echo key");
    SharedSource source = source();
    assertThat(mint(source)).isEqualTo("key");

    pass(TTL);
    assertThat(mint(source)).isEqualTo("key");
    awaitQuestions();
    assertThat(mint(source())).isEqualTo("key");
    assertThat(mint(source)).isEqualTo("key");

    assertThat(runs()).isEqualTo(2);
    for (int seconds = 0; runs() < 3 && seconds < TTL.toSeconds(); seconds++) {
      pass(Duration.ofSeconds(1));
      assertThat(mint(source)).isEqualTo("key");
      awaitQuestions();
    }
    assertThat(runs()).isEqualTo(3);
  }

  @Test
  void mint_callerIsInterrupted_helperEndsAndItsKeyIsThere() throws Exception {
    helper("echo >begun; read unused <go; echo key");
    NamedPipe begun = NamedPipe.at(directory.resolve("begun"));
    NamedPipe go = NamedPipe.at(directory.resolve("go"));
    SharedSource source = source();
    CompletableFuture<Boolean> kept = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              assertThatThrownBy(() -> source.mint(null)).isInstanceOf(TokenException.class);
              kept.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    assertThat(begun.readLine()).isEmpty();

    caller.interrupt();
    assertThat(kept.join()).isTrue();
    go.writeLine();

    assertThat(mint(source())).isEqualTo("key");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void mint_cacheOnADisk_isNotSharedAndNothingIsWritten() throws IOException {
    environment.remove("XDG_RUNTIME_DIR");
    helper("echo sk-never-on-a-disk-$(wc -l <runs)");
    SharedSource one = source();

    assertThat(mint(one)).isEqualTo("sk-never-on-a-disk-1");
    assertThat(mint(one)).isEqualTo("sk-never-on-a-disk-1");
    assertThat(mint(source())).isEqualTo("sk-never-on-a-disk-2");

    try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                      .doesNotContain("never-on-a-disk"));
    }
  }

  @Test
  void mint_otherValueOfADeclaredVariable_isAnotherKey() throws IOException {
    settings(
        "cd '" + directory + "'; echo run >>runs; echo key-$TEAM",
        ",\"helper\":{\"env\":\"TEAM\"}");
    environment.put("TEAM", "red");
    assertThat(mint(source())).isEqualTo("key-red");
    environment.put("TEAM", "blue");

    assertThat(mint(source())).isEqualTo("key-blue");

    environment.put("TEAM", "red");
    assertThat(mint(source())).isEqualTo("key-red");
    assertThat(runs()).isEqualTo(2);
  }

  private void helper(String command) throws IOException {
    settings("cd '" + directory + "'; echo run >>runs; " + command, "");
  }

  private void settings(String command, String more) throws IOException {
    Files.writeString(
        directory.resolve("settings.json"), "{\"apiKeyHelper\":\"" + command + "\"" + more + "}");
  }

  private SharedSource source() {
    TokenClock clock = TokenClock.of(now::get);
    Settings settings = new Settings(directory.resolve("settings.json"), null);
    StateDirectory state = new StateDirectory(directory.resolve("state"));
    CacheTable cache =
        new CacheTable(state, clock, new CacheWish(CacheMode.SHARED, settings, environment, 1));
    opened.add(cache);
    return new SharedSource(new HelperSource(settings, environment, clock), state, cache, clock);
  }

  private static String mint(SharedSource source) {
    return ask(source, null);
  }

  private static String renew(SharedSource source, String rejected) {
    return ask(source, Fingerprint.of(rejected));
  }

  private static String ask(SharedSource source, @Nullable Fingerprint rejected) {
    try {
      return source.mint(rejected).value();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private int runs() {
    try {
      Path file = directory.resolve("runs");
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /* Whoever asks behind the scenes does so on a thread that ends with the answer. */
  private static void awaitQuestions() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("pawl-refresh")) {
        thread.join();
      }
    }
  }

  private Child start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx48m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xlog:disable",
            "-Djava.util.logging.config.file=/dev/null",
            "-cp",
            System.getProperty("java.class.path"),
            SharedSourceProcess.class.getName(),
            directory.toString());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process child = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    children.add(child);
    return new Child(child.inputReader(UTF_8), child.outputWriter(UTF_8));
  }

  private static List<String> answers(List<Child> fleet, String order) throws IOException {
    for (Child child : fleet) {
      child.order(order);
    }
    List<String> answers = new ArrayList<>();
    for (Child child : fleet) {
      answers.add(String.valueOf(child.read()));
    }
    return answers;
  }

  private record Child(BufferedReader out, BufferedWriter in) {
    void order(String order) throws IOException {
      in.write(order + "\n");
      in.flush();
    }

    @Nullable String read() throws IOException {
      return out.readLine();
    }
  }
}
