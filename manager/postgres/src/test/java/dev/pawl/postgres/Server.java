package dev.pawl.postgres;

import dev.pawl.fleet.StoreAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** A real PostgreSQL for the tests; who is root is mapped to somebody else for it. */
final class Server {
  private static final Server SHARED = started();

  private final EmbeddedPostgres postgres;

  private Server(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** The one that all classes of this JVM share; it has the schema, and trusts everybody. */
  static Server shared() {
    return SHARED;
  }

  private static Server started() {
    try {
      Server server = new Server(builder().start());
      new PostgresStoreProvider().initialize(StoreAddress.of(server.url("postgres")));
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Another one, with {@code settings} and its data in {@code data}, where they stay. */
  static Server start(Path data, int port, Map<String, String> settings) throws IOException {
    EmbeddedPostgres.Builder builder =
        builder().setDataDirectory(data).setCleanDataDirectory(false).setPort(port);
    settings.forEach(builder::setServerConfig);
    return new Server(builder.start());
  }

  private static EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("deadlock_timeout", "100ms")
        .setPGStartupWait(Duration.ofSeconds(60));
  }

  int port() {
    return postgres.getPort();
  }

  String url(String user) {
    return "postgresql://" + user + "@localhost:" + port() + "/postgres";
  }

  /** Does this as the owner of everything. */
  void run(String first, String... more) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(first);
      for (String each : more) {
        statement.execute(each);
      }
    }
  }

  /** Does {@code sql} at the store of {@code url}. */
  static void at(String url, String sql) throws SQLException, IOException {
    PostgresAddress address = PostgresAddress.of(StoreAddress.of(url));
    try (Connection connection =
            new CheckedConnections(address, new ServerRules(false)).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row. */
  String ask(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  void stop() throws IOException {
    postgres.close();
  }
}
