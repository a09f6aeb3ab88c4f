package dev.pawl.fleets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.postgres.PostgresStoreProvider;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the disks of a fleet's database and of its hosts, byte by byte: no token. */
@SuppressWarnings("NullAway.Init") // what BeforeEach makes
final class SealedRecordTest {
  /** With these the simulator's tokens begin, access tokens and refresh tokens. */
  private static final List<String> TOKENS = List.of("sim-at-", "sim-rt-");

  @TempDir private Path directory;
  private EmbeddedPostgres postgres;
  private String url;
  private Hosts hosts;

  @BeforeEach
  void start() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("data"))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("logging_collector", "on")
            .setServerConfig("log_statement", "all")
            .setServerConfig("log_parameter_max_length", "-1")
            .setPGStartupWait(Duration.ofSeconds(60))
            .start();
    url = "postgresql://postgres@localhost:" + postgres.getPort() + "/postgres";
    new PostgresStoreProvider().initialize(StoreAddress.of(url));
    hosts =
        new Hosts(
            Files.createDirectory(directory.resolve("hosts")),
            this::store,
            Hosts.Terms.USUAL.brief("team"));
  }

  @AfterEach
  void stop() throws Exception {
    hosts.close();
    RefreshThreads.join();
    postgres.close();
  }

  @Test
  void database_loginsAndRefreshesOfTwoHosts_itsTablesLogOfWritesAndLogHoldNoToken()
      throws Exception {
    hosts.on("a").login(hosts.freshGrant());
    hosts.expire();
    hosts.on("b").token();
    hosts.expire();
    hosts.on("a").token();
    hosts.on("b").login(hosts.loginBy(hosts.simulator.newFamily("alice").refreshToken()));
    settle("SELECT count(*) FROM pawl.records");

    Set<String> found = places(directory.resolve("data"), TOKENS);

    assertThat(found).isEmpty();
    hosts.spends().areExactly(3);
  }

  /* What the scan above would find, so that its silence says something. */
  @Test
  void database_aTokenThatIsNotSealed_isFoundInItsTableLogOfWritesAndLog() throws Exception {
    settle("INSERT INTO pawl.records (profile, version, body) VALUES ('p', 1, 'sim-rt-planted')");

    Set<String> found = places(directory.resolve("data"), TOKENS);

    assertThat(found).containsExactlyInAnyOrder("base", "log", "pg_wal");
  }

  @Test
  void host_processDiedWithAPairInHand_noFileHoldsIt() throws Exception {
    try (TokenManager a = hosts.on("a")) {
      a.login(hosts.freshGrant());
    }
    int exit =
        HaltedRefresh.run(
            hosts, "a", url, Duration.ofHours(1), Halting.Point.BEFORE_THE_PAIR_IS_SAVED);

    Set<String> found = places(directory.resolve("hosts"), List.of("sim-rt-"));

    assertThat(exit).isEqualTo(HaltedRefresh.HALTED);
    assertThat(Files.exists(hosts.home("a").resolve("grants/team.json.host"))).isTrue();
    assertThat(found).isEmpty();
  }

  private RecordStore store() {
    try {
      return new PostgresStoreProvider().open(StoreAddress.of(url));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /* Runs a statement, and writes to the disk what the server still has in memory. */
  private void settle(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      statement.execute("CHECKPOINT");
    }
  }

  /** The folders of {@code root} that hold one of {@code words}, as it is, in hex or in base64. */
  private static Set<String> places(Path root, List<String> words) throws IOException {
    List<String> forms = words.stream().flatMap(SealedRecordTest::forms).toList();
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, ISO_8859_1);
        if (forms.stream().anyMatch(content::contains)) {
          found.add(root.relativize(file).getName(0).toString());
        }
      }
    }
    return found;
  }

  private static Stream<String> forms(String word) {
    String hex = HexFormat.of().formatHex(word.getBytes(ISO_8859_1));
    Stream<String> base64 = IntStream.range(0, 3).mapToObj(shift -> inBase64(word, shift));
    return Stream.concat(Stream.of(word, hex), base64);
  }

  /* As it stands in a longer text, after `shift` bytes of a group: without the letters of its ends. */
  private static String inBase64(String word, int shift) {
    byte[] bytes = (" ".repeat(shift) + word).getBytes(ISO_8859_1);
    String text = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    int end = bytes.length * 8 / 6;
    return text.substring(shift == 0 ? 0 : shift + 1, end);
  }
}
