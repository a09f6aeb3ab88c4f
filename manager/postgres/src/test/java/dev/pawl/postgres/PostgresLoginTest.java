package dev.pawl.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.oauth.Certificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who a server is, and who we are: certificates of both sides, passwords that change. */
@SuppressWarnings("NullAway.Init") // what BeforeAll makes
class PostgresLoginTest {
  private static final String SSL =
      "SELECT count(*) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.application_name = 'pawl' AND ssl AND usename = '%s'";

  @TempDir private static Path directory;
  private static Certificates own;
  private static Path client;
  private static Server server;

  private final PostgresStoreProvider provider = new PostgresStoreProvider();

  @BeforeAll
  static void start() throws Exception {
    own = Certificates.forNames(directory, "dns:localhost");
    Path key = privateFile("key.pem", own.key());
    client = privateFile("client.pem", Files.readString(own.pem()) + own.key());
    Path rules =
        privateFile(
            "pg_hba.conf",
            """
            host    all postgres all trust
            hostssl all test     all cert
            hostssl all hosts    all scram-sha-256
            """);
    server =
        Server.start(
            directory.resolve("data"),
            0,
            Map.of(
                "ssl", "on",
                "ssl_cert_file", own.pem().toString(),
                "ssl_key_file", key.toString(),
                "ssl_ca_file", own.pem().toString(),
                "password_encryption", "scram-sha-256",
                "hba_file", rules.toString()));
    new PostgresStoreProvider().initialize(StoreAddress.of(server.url("postgres")));
    server.run(
        "CREATE ROLE test LOGIN SUPERUSER",
        "CREATE ROLE hosts LOGIN SUPERUSER PASSWORD 'first-fake-password'");
  }

  private static Path privateFile(String name, String content) throws IOException {
    Path file =
        Files.createFile(
            directory.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  @AfterAll
  static void stop() throws IOException {
    server.stop();
  }

  private static StoreAddress address(
      String user,
      StoreAddress.Password password,
      @Nullable Path trust,
      @Nullable Path identity,
      String options) {
    return new StoreAddress(
        server.url(user) + options, password, trust, identity, false, Duration.ofSeconds(20));
  }

  @Test
  void open_serverOfATrustedAuthority_isReachedByTls() throws Exception {
    StoreAddress address = address("postgres", () -> null, own.pem(), null, "");

    try (RecordStore store = provider.open(address)) {
      assertThat(store.read("any")).isNull();
      assertThat(server.ask(SSL.formatted("postgres"))).isNotEqualTo("0");
      assertThat(store.report().facts()).containsEntry("tls", "verify-full");
    }
  }

  @Test
  void open_authorityThatTheMachineDoesNotKnow_isRefused() {
    StoreAddress address = address("postgres", () -> null, null, null, "?sslmode=verify-full");

    assertThatThrownBy(() -> provider.open(address))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TLS failed")
        .hasMessageContaining("fleet.trust");
  }

  @Test
  void open_serverWithAnotherName_isRefused() {
    String url = server.url("postgres").replace("localhost", "127.0.0.1");
    StoreAddress address =
        new StoreAddress(url, () -> null, own.pem(), null, false, Duration.ofSeconds(20));

    assertThatThrownBy(() -> provider.open(address))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TLS failed");
  }

  @Test
  void open_fileOfAnAuthorityIsMissing_namesIt() {
    Path missing = directory.resolve("missing.pem");

    assertThatThrownBy(() -> provider.open(address("postgres", () -> null, missing, null, "")))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("fleet.trust");
  }

  @Test
  void open_roleThatLogsInByCertificate_showsOurs() throws Exception {
    try (RecordStore store = provider.open(address("test", () -> null, own.pem(), client, ""))) {
      assertThat(store.read("any")).isNull();
    }
  }

  @Test
  void open_roleThatLogsInByCertificateWithoutOne_saysWhatToLookAt() {
    assertThatThrownBy(() -> provider.open(address("test", () -> null, own.pem(), null, "")))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("pg_hba.conf");
  }

  @Test
  void read_passwordChanged_isReadAgainForTheNextConnection() throws Exception {
    AtomicReference<String> password = new AtomicReference<>("first-fake-password");
    try (RecordStore store = provider.open(address("hosts", password::get, own.pem(), null, ""))) {
      assertThat(store.read("any")).isNull();
      server.run(
          "ALTER ROLE hosts PASSWORD 'second-fake-password'",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'hosts'");
      password.set("second-fake-password");

      assertThat(firstAnswer(store)).isEqualTo("read");
    } finally {
      server.run("ALTER ROLE hosts PASSWORD 'first-fake-password'");
    }
  }

  /* A call may meet a connection of before. */
  private static String firstAnswer(RecordStore store) {
    IOException last = null;
    for (int i = 0; i < 10; i++) {
      try {
        store.read("any");
        return "read";
      } catch (IOException e) {
        last = e;
      }
    }
    return String.valueOf(last);
  }

  @Test
  void open_wrongPassword_isRefusedWithoutIt() {
    StoreAddress address = address("hosts", () -> "wrong-fake-password", own.pem(), null, "");

    assertThatThrownBy(() -> provider.open(address))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("password authentication failed")
        .satisfies(e -> assertThat(whole(e)).doesNotContain("wrong-fake-password"));
    assertThat(address.toString()).doesNotContain("fake");
  }

  @Test
  void open_passwordCannotBeRead_saysWhy() {
    StoreAddress address =
        address(
            "hosts",
            () -> {
              throw new IOException("the file of the password is gone; write it");
            },
            own.pem(),
            null,
            "");

    assertThatThrownBy(() -> provider.open(address))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the file of the password is gone; write it");
  }

  private static String whole(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
