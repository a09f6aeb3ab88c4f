package dev.pawl.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pawl.clock.TokenClock;
import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordUpdate;
import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.fleet.StoreReport;
import dev.pawl.fleet.VersionedRecord;
import dev.pawl.fleet.Written;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records in a table, one statement a call, each in a transaction of its own on the primary. No
 * state of a session is used, so a pooler may stand between. Thread-safe.
 */
final class PostgresStore implements RecordStore {
  static final String CHANNEL = "pawl_records";

  private static final int CONNECTIONS = 4;
  private static final int LEAST_WAIT = 250; // HikariCP takes no less

  private static final String READ =
      "SELECT r.version, r.body, pg_is_in_recovery() AS replica"
          + " FROM (VALUES (1)) AS one LEFT JOIN pawl.records r ON r.profile = ?";

  private final PostgresAddress address;
  private final ServerRules rules;
  private final SqlFailure failure;
  private final CheckedConnections connections;
  private final HikariDataSource pool;
  private final String opened;
  private final Set<PostgresWatch> watches = ConcurrentHashMap.newKeySet();
  private final String create;
  private final String replace;

  /**
   * A store.
   *
   * @param opened what {@link PostgresWatch#now} said when it was opened: a watch tells what came
   *     since then
   */
  PostgresStore(
      PostgresAddress address, ServerRules rules, CheckedConnections connections, String opened) {
    this.opened = opened;
    this.address = address;
    this.rules = rules;
    this.failure = new SqlFailure(address);
    this.connections = connections;
    this.pool = new HikariDataSource(configuration());
    this.create =
        told(
            "INSERT INTO pawl.records (version, body, print, profile)"
                + " SELECT 1, ?::text, ?::text, ?::text WHERE "
                + rules.condition()
                + " ON CONFLICT (profile) DO NOTHING");
    this.replace =
        told(
            "UPDATE pawl.records SET version = version + 1, body = ?::text, print = ?::text,"
                + " moved = pg_current_xact_id() WHERE profile = ?::text AND version = ? AND "
                + rules.condition());
  }

  /** One statement that writes, tells the listeners, and shows what the server was meanwhile. */
  private static String told(String write) {
    return "WITH written AS ("
        + write
        + " RETURNING version, profile) SELECT written.version, CASE WHEN written.version IS NOT"
        + " NULL THEN pg_notify('"
        + CHANNEL
        + "', written.profile || ' ' || written.version)::text END AS told, "
        + ServerRules.COLUMNS
        + " FROM (VALUES (1)) AS one LEFT JOIN written ON true";
  }

  private HikariConfig configuration() {
    int timeout = (int) Math.max(LEAST_WAIT, address.store().timeout().toMillis());
    HikariConfig configuration = new HikariConfig();
    configuration.setPoolName("pawl-postgres");
    configuration.setDataSource(connections);
    configuration.setMaximumPoolSize(CONNECTIONS);
    configuration.setMinimumIdle(1);
    configuration.setInitializationFailTimeout(-1);
    configuration.setConnectionTimeout(timeout);
    configuration.setValidationTimeout(timeout);
    configuration.setMaxLifetime(600_000);
    configuration.setIdleTimeout(60_000);
    return configuration;
  }

  @Override
  public @Nullable VersionedRecord read(String profile) throws IOException {
    return call(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, profile);
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              requirePrimary(row);
              String body = row.getString("body");
              return body == null ? null : new VersionedRecord(row.getLong("version"), body);
            }
          }
        });
  }

  private void requirePrimary(ResultSet row) throws SQLException, StoreRefusedException {
    if (row.getBoolean("replica")) {
      throw new StoreRefusedException(
          address + ": it is a replica now, which may be stale; name the primary", null);
    }
  }

  @Override
  public Written compareAndSet(String profile, long version, RecordUpdate next) throws IOException {
    Written written = call(connection -> write(connection, profile, version, next));
    return written == null ? Written.CONFLICT : written;
  }

  private Written write(Connection connection, String profile, long version, RecordUpdate next)
      throws SQLException, IOException {
    try (PreparedStatement statement =
        connection.prepareStatement(version == 0 ? create : replace)) {
      statement.setString(1, next.body());
      statement.setString(2, next.print());
      statement.setString(3, profile);
      if (version != 0) {
        statement.setLong(4, version);
      }
      long now;
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        now = row.getLong("version");
        if (now == 0) {
          rules.check(address.toString(), row);
        }
      }
      requireReplicated(statement.getWarnings());
      return now == 0 ? Written.CONFLICT : Written.applied(now);
    } catch (SQLException e) {
      return undone(connection, e, profile, next);
    }
  }

  /*
   * A commit whose wait for the standby was broken off by somebody answers "committed" with a warning:
   * the write may be lost with the primary.
   */
  private void requireReplicated(@Nullable SQLWarning warning) throws IOException {
    if (warning != null) {
      throw new IOException(
          address
              + ": it warns of a write, as it does where the wait for the standby was broken off"
              + " (SQLSTATE "
              + warning.getSQLState()
              + "); look at the standby");
    }
  }

  /* A deadlock or another's write undid it, or the print is another profile's, or was a moment ago. */
  private Written undone(Connection connection, SQLException e, String profile, RecordUpdate next)
      throws SQLException {
    if (SqlFailure.isAborted(e)) {
      return Written.CONFLICT;
    }
    String constraint = SqlFailure.constraint(e);
    if (!"records_print".equals(constraint)) {
      throw e;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT profile FROM pawl.records WHERE print = ?")) {
      statement.setString(1, next.print());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && !row.getString(1).equals(profile)
            ? Written.PRINT_TAKEN
            : Written.CONFLICT;
      }
    }
  }

  @Override
  public Iterable<String> profiles() throws IOException {
    List<String> profiles = new ArrayList<>();
    call(
        connection -> {
          try (PreparedStatement statement =
                  connection.prepareStatement("SELECT profile FROM pawl.records");
              ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              profiles.add(rows.getString(1));
            }
            return profiles;
          }
        });
    return profiles;
  }

  @Override
  public Watch watch(Consumer<String> changed) {
    PostgresWatch watch = new PostgresWatch(connections, opened, changed, watches::remove);
    watches.add(watch);
    watch.start();
    return watch;
  }

  @Override
  public String place() {
    return address.toString();
  }

  @Override
  public StoreReport report() {
    return new ServerReport(address, rules, this::call).report();
  }

  @Override
  public void close() {
    watches.forEach(PostgresWatch::close);
    pool.close();
    connections.forget();
  }

  private <T> @Nullable T call(Call<T> call) throws IOException {
    TokenClock clock = TokenClock.system();
    long deadline = clock.deadline(address.store().timeout());
    try (Connection connection = pool.getConnection()) {
      long left = (deadline - clock.nanos()) / 1_000_000;
      connection.setNetworkTimeout(Runnable::run, (int) Math.max(LEAST_WAIT, left));
      return call.on(connection);
    } catch (SQLException e) {
      throw pool.isClosed()
          ? new IOException(address + ": the store is closed; open it again", e)
          : failure.of(e);
    }
  }

  /** What is done with a connection. */
  interface Call<T> {
    @Nullable T on(Connection connection) throws SQLException, IOException;
  }

  /** Who has connections. */
  interface Caller {
    <T> @Nullable T call(Call<T> call) throws IOException;
  }
}
