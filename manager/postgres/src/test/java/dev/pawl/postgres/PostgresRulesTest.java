package dev.pawl.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordUpdate;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleet.StoreRefusedException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that could lose an acknowledged write is refused, and told what to change. */
class PostgresRulesTest {
  private static final String HOSTS = "SELECT count(*) FROM pg_roles WHERE rolname = 'hosts'";

  private final Server server = Server.shared();
  private final PostgresStoreProvider provider = new PostgresStoreProvider();

  @BeforeEach
  void makeRole() throws SQLException {
    if (server.ask(HOSTS).equals("0")) {
      server.run("CREATE ROLE hosts LOGIN");
    }
  }

  @AfterEach
  void reset() throws SQLException {
    server.run("ALTER ROLE hosts RESET ALL", "ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()");
  }

  private static StoreAddress address(String url, boolean failover, long millis) {
    return new StoreAddress(url, () -> null, null, null, failover, Duration.ofMillis(millis));
  }

  private void grant() throws IOException, SQLException {
    String told = provider.initialize(StoreAddress.of(server.url("postgres")));
    for (String line : told.lines().filter(line -> line.startsWith("  GRANT")).toList()) {
      server.run(line);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "local"})
  void open_commitsThatMayBeLost_isRefused(String value) throws Exception {
    grant();
    server.run("ALTER ROLE hosts SET synchronous_commit = " + value);

    assertThatThrownBy(() -> provider.open(StoreAddress.of(server.url("hosts"))))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("synchronous_commit is " + value)
        .hasMessageContaining("ALTER ROLE");
  }

  @Test
  void open_failoverWithoutAStandby_isRefused() {
    assertThatThrownBy(() -> provider.open(address(server.url("postgres"), true, 5_000)))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("synchronous_standby_names");
  }

  @Test
  void open_severalHostsWithoutAStandby_isRefused() {
    String url = "postgresql://postgres@localhost:" + server.port() + ",127.0.0.1:1/postgres";

    assertThatThrownBy(() -> provider.open(StoreAddress.of(url)))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("synchronous_standby_names");
  }

  @Test
  void compareAndSet_standbyDoesNotAnswer_isNotAcknowledgedAndEndsInTime() throws Exception {
    server.run("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()");

    try (RecordStore store = provider.open(address(server.url("postgres"), true, 1_500))) {
      assertThatThrownBy(() -> store.compareAndSet("waits", 0, new RecordUpdate("{}", null)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(StoreRefusedException.class)
          .hasMessageContaining("did not answer in time");
      assertThat(store.read("waits")).isNull();
    }
  }

  @Test
  void compareAndSet_ruleIsBrokenSinceItWasOpened_writesNothing() throws Exception {
    server.run("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()");
    try (RecordStore store = provider.open(address(server.url("postgres"), true, 20_000))) {
      server.run("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()");

      assertThatThrownBy(
              () -> {
                while (true) { // until the server's processes have seen the change
                  store.compareAndSet("broken", 9, new RecordUpdate("{}", null));
                }
              })
          .isInstanceOf(StoreRefusedException.class)
          .hasMessageContaining("synchronous_standby_names");
      assertThatThrownBy(() -> store.compareAndSet("broken", 0, new RecordUpdate("{}", null)))
          .isInstanceOf(StoreRefusedException.class);
      assertThat(store.read("broken")).isNull();
      assertThat(store.report().problems()).hasSize(1);
    }
  }

  @Test
  void initialize_again_losesNothing() throws Exception {
    try (RecordStore store = provider.open(StoreAddress.of(server.url("postgres")))) {
      store.compareAndSet("kept", 0, new RecordUpdate("{}", null));

      String told = provider.initialize(StoreAddress.of(server.url("postgres")));

      assertThat(told).contains("nothing was changed");
      assertThat(store.read("kept")).isNotNull();
    }
  }

  @Test
  void open_roleWithTheGrantsThatInitializeNames_canReadAndWriteAndNoMore() throws Exception {
    grant();

    try (RecordStore store = provider.open(StoreAddress.of(server.url("hosts")))) {
      assertThat(store.compareAndSet("least", 0, new RecordUpdate("1", "p1")).isApplied()).isTrue();
      assertThat(store.compareAndSet("least", 1, new RecordUpdate("2", "p2")).isApplied()).isTrue();
      assertThat(store.read("least")).isNotNull();
      assertThat(store.profiles()).contains("least");
      assertThat(store.report().problems()).isEmpty();
    }
    assertThat(
            server.ask("SELECT has_table_privilege('hosts', 'pawl.records', 'DELETE, TRUNCATE')"))
        .isEqualTo("f");
  }

  @Test
  void open_roleWithoutGrants_saysWhatIsMissing() throws Exception {
    server.run("CREATE ROLE stranger LOGIN");

    assertThatThrownBy(() -> provider.open(StoreAddress.of(server.url("stranger"))))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("permission denied")
        .hasMessageContaining("grant");
  }

  @Test
  void open_databaseWithoutTheSchema_namesTheCommand() throws Exception {
    server.run("CREATE DATABASE bare");
    String url = "postgresql://postgres@localhost:" + server.port() + "/bare";

    assertThatThrownBy(() -> provider.open(StoreAddress.of(url)))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("pawl fleet init");
  }

  @Test
  void open_schemaOfANewerPawl_isRefused() throws Exception {
    server.run("CREATE DATABASE newer");
    StoreAddress address =
        StoreAddress.of("postgresql://postgres@localhost:" + server.port() + "/newer");
    provider.initialize(address);
    Server.at(address.url(), "UPDATE pawl.format SET version = 99");

    assertThatThrownBy(() -> provider.open(address))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("newer Pawl");
    assertThatThrownBy(() -> provider.initialize(address))
        .isInstanceOf(StoreRefusedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://me:hunter2@localhost/db, password",
    "postgresql://localhost/db?user=me&password=hunter2, password",
    "postgresql://localhost/db?options=hunter2, options",
    "postgresql://localhost, postgresql://HOST",
    "postgresql:/hunter2, postgresql://HOST",
  })
  void open_urlThatIsNone_isRefusedWithoutItsSecrets(String url, String told) {
    assertThatThrownBy(() -> provider.open(StoreAddress.of(url)))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining(told)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://db.example/pawl, verify-full",
    "'postgresql://localhost,db.example/pawl', verify-full",
    "postgresql://db.example/pawl?sslmode=require, require",
    "postgresql://localhost/pawl, disable",
    "'postgresql://127.0.0.1:5433,[::1]:5432/pawl', disable",
    "postgresql://localhost.example/pawl, verify-full",
    "postgresql://localhost/pawl?sslmode=verify-full, verify-full",
  })
  void sslMode_ofAnAddress_isPlainOnLoopbackAlone(String url, String mode) throws Exception {
    assertThat(PostgresAddress.of(StoreAddress.of(url)).sslMode()).isEqualTo(mode);
  }
}
