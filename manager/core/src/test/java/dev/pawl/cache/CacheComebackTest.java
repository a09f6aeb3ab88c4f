package dev.pawl.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.TokenManager;
import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Cooldown;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.cache.table.MappedTable;
import dev.pawl.clock.TokenClock;
import dev.pawl.credentials.FastPath;
import dev.pawl.credentials.Workplace;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.doctor.CacheCheckup;
import dev.pawl.doctor.Finding;
import dev.pawl.doctor.Finding.Level;
import dev.pawl.spi.Account;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cache whose place goes away, as at a restart or a last logout, or is made first by somebody
 * else. A look at the cache alone that finds the token shows that it is served from the cache.
 */
class CacheComebackTest {
  private static final int STRANGER = 4711;

  /** What is said of the cache. */
  private static final class Heard extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger(TableOpener.class.getName());
    private final List<String> messages = new CopyOnWriteArrayList<>();

    Heard() {
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord logged) {
      messages.add(new SimpleFormatter().formatMessage(logged));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }

  @TempDir Path directory;
  private Path memory = Path.of("/dev/shm");
  private Path runtime = memory;
  private Workplace place = new Workplace(memory);

  @BeforeEach
  void prepare() throws IOException {
    memory =
        Files.createTempDirectory(
            Path.of("/dev/shm"),
            "pawl-test",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    runtime = makeRuntime();
    place = new Workplace(directory).set("XDG_RUNTIME_DIR", runtime.toString());
    place.logIn(Account.UNKNOWN);
  }

  private Path makeRuntime() throws IOException {
    return Files.createDirectory(
        memory.resolve("run"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  @AfterEach
  void clean() throws IOException {
    delete(memory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run/pawl", "run"})
  void token_placeOfTheCacheGone_isMadeAgainAndServedFromIt(String gone) throws IOException {
    delete(memory.resolve(gone));
    String before = cached();

    String asked;
    try (Heard heard = new Heard()) {
      asked = ask();
      assertThat(heard.messages)
          .containsExactly(
              "the shared cache "
                  + cache()
                  + " was gone, as after a restart or a last logout; it was made again and fills"
                  + " with use");
    }

    assertThat(before).isNull();
    assertThat(asked).isEqualTo("login-token");
    assertThat(cached()).isEqualTo("login-token");
    assertThat(cache()).isRegularFile().startsWithRaw(runtime);
    assertThat(mode(runtime.resolve("pawl"))).isEqualTo("rwx------");
    assertThat(finding().level()).isEqualTo(Level.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cache", "no/such/place", ""})
  void token_recordNamesNoAbsolutePlace_isServedFromTheStore(String named) throws IOException {
    Path record = directory.resolve("state/format.json");
    String whole = Files.readString(record);
    Files.writeString(
        record, whole.replaceFirst("\"cache\" : \"[^\"]*\"", "\"cache\" : \"" + named + "\""));

    String asked = assertTimeoutPreemptively(Duration.ofSeconds(60), this::ask);

    assertThat(asked).isEqualTo("login-token");
    assertThat(Files.readString(record)).isNotEqualTo(whole);
  }

  @Test
  void token_cacheFileGoneUnderALivingProcess_isServedFromAFreshOne() throws IOException {
    try (TokenManager manager = place.login().build()) {
      Token first = manager.token();
      delete(runtime.resolve("pawl"));

      String after = untilCached(manager);

      assertThat(first.value()).isEqualTo("login-token");
      assertThat(after).isEqualTo("login-token");
    }
  }

  @Test
  void token_placeCannotBeMade_liesBesideTheStoreUntilItCan() throws IOException {
    delete(runtime);
    Files.createFile(runtime);

    ask();
    String beside = cached();
    Finding meanwhile = finding();
    Files.delete(runtime);
    Path again = makeRuntime();
    String afterwards = askUntilCached();

    assertThat(beside).isEqualTo("login-token");
    assertThat(meanwhile.level()).isEqualTo(Level.WARN);
    assertThat(meanwhile.detail()).contains(runtime.toString(), directory + "/state/cache");
    assertThat(cache()).isRegularFile().startsWithRaw(again);
    assertThat(directory.resolve("state/cache")).doesNotExist();
    assertThat(afterwards).isEqualTo("login-token");
  }

  @Test
  void token_placeMadeFirstByAnotherUser_neitherReadsNorWritesThere() throws IOException {
    Path forged = forgery();
    byte[] before = Files.readAllBytes(forged);

    String cachedThen = cached();
    String asked = ask();

    assertThat(cachedThen).isNull();
    assertThat(asked).isEqualTo("login-token");
    assertThat(Files.readAllBytes(forged)).isEqualTo(before);
    assertThat(cached()).isEqualTo("login-token");
    assertThat(finding().detail()).contains("belongs to user " + STRANGER);
  }

  /* What another user can do after a restart: the same names, and a table with a token of theirs. */
  private Path forgery() throws IOException {
    Path file = cache();
    try (MappedTable table = MappedTable.open(file)) {
      SlotRecord told =
          Objects.requireNonNull(Objects.requireNonNull(table.find("default")).read()).record();
      Objects.requireNonNull(table.find("default")).publish(told.withAccess("forged", null));
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setPosixFilePermissions(
        runtime.resolve("pawl"), PosixFilePermissions.fromString("rwxrwxrwx"));
    giveAway(file);
    giveAway(runtime.resolve("pawl"));
    giveAway(runtime);
    return file;
  }

  @Test
  void token_cacheFileOfAnotherUser_isPutAside() throws IOException {
    giveAway(cache());

    String cachedThen = cached();
    String asked = ask();

    assertThat(cachedThen).isNull();
    assertThat(asked).isEqualTo("login-token");
    assertThat(cached()).isEqualTo("login-token");
    assertThat(Files.getAttribute(cache(), "unix:uid")).isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MAX_VALUE,
        Long.MAX_VALUE - 1,
        Long.MIN_VALUE,
        -1,
        1L << 60,
        (1L << 52) + 1,
        1L << 52,
        (1L << 51) + 1,
        1L << 51,
        (1L << 51) - 1,
        (1L << 48) + 1
      })
  void token_slotOfAnAbsurdGeneration_isPutRightAndLiftsNothing(long generation)
      throws IOException {
    publishNobody(generation);

    String asked = ask();

    assertThat(asked).isEqualTo("login-token");
    assertThat(cached()).isEqualTo("login-token");
    assertThat(generation()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {(1L << 48) - 1, 1L << 48})
  void token_slotOfTheLastGenerationsThatAreBelieved_isServedFromTheCacheEverAfter(long lie)
      throws IOException {
    publishNobody(lie);
    String lifted = askUntilCached();
    publishNobody(lie + 2);
    String again = askUntilCached();

    delete(runtime.resolve("pawl"));
    String afresh = askUntilCached();

    assertThat(lifted).isEqualTo("login-token");
    assertThat(again).isEqualTo("login-token");
    assertThat(afresh).isEqualTo("login-token");
    assertThat(generation()).isBetween(lie + 1, (1L << 48) + 1);
  }

  private void publishNobody(long generation) throws IOException {
    try (MappedTable table = MappedTable.open(cache())) {
      SlotRecord lie =
          new SlotRecord(
              generation, Verdict.LOGGED_OUT, 0, 0, Cooldown.NONE, 0, 0, null, List.of());
      Objects.requireNonNull(table.find("default")).publish(lie);
    }
  }

  private long generation() {
    try (TokenManager manager = place.login().build()) {
      return manager.token().generation();
    }
  }

  private String ask() {
    try (TokenManager manager = place.login().cache(CacheMode.EXISTING_SLOTS).build()) {
      return manager.token().value();
    }
  }

  private @Nullable String cached() {
    FastPath fastPath = FastPath.at(place.variables, "default");
    Token token = fastPath == null ? null : fastPath.token(Duration.ZERO);
    return token == null ? null : token.value();
  }

  /* Who has just lifted a generation may still hold the lock: the next who asks does not publish then. */
  private @Nullable String askUntilCached() {
    try (TokenManager manager = place.login().cache(CacheMode.EXISTING_SLOTS).build()) {
      return untilCached(manager);
    }
  }

  private @Nullable String untilCached(TokenManager manager) {
    long deadline = TokenClock.system().nanos() + TimeUnit.SECONDS.toNanos(30);
    String seen = cached();
    while (seen == null && TokenClock.system().nanos() - deadline < 0) {
      assertThat(manager.token().value()).isEqualTo("login-token");
      seen = cached();
    }
    return seen;
  }

  private Finding finding() throws IOException {
    Path state = StateDirectory.of(place.variables).path();
    return Objects.requireNonNull(CacheCheckup.finding(state));
  }

  private Path cache() throws IOException {
    StateFormat format = StateFormat.read(StateDirectory.of(place.variables));
    return Path.of(Objects.requireNonNull(format).cache());
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void giveAway(Path path) throws IOException {
    assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(path, "unix:uid")),
        "only root can give a file away");
    Files.setAttribute(path, "unix:uid", STRANGER);
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
