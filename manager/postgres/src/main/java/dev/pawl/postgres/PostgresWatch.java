package dev.pawl.postgres;

import dev.pawl.fleet.RecordStore.Watch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens on a connection of its own, and asks besides every second what was written: a
 * notification may be lost with its connection, and a pooler passes none on. Which rows are asked
 * for follows the snapshots of the server, so that no late commit is missed.
 */
final class PostgresWatch implements Watch {
  private static final Logger LOG = System.getLogger(PostgresWatch.class.getName());

  private static final int ROUND_MILLIS = 1_000;
  private static final int SHORTEST_PAUSE_MILLIS = 100;
  private static final int LONGEST_PAUSE_MILLIS = 2_000;

  private static final String NOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text";
  private static final String NEWS =
      "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS now, r.profile, r.version"
          + " FROM (VALUES (1)) AS one LEFT JOIN pawl.records r ON r.moved >= ?::xid8";

  private final CheckedConnections connections;
  private final Consumer<String> changed;
  private final Consumer<PostgresWatch> ended;
  private final CountDownLatch closed = new CountDownLatch(1);
  private String since;
  private final Map<String, Long> told = new HashMap<>();
  private volatile @Nullable Connection open;

  PostgresWatch(
      CheckedConnections connections,
      String since,
      Consumer<String> changed,
      Consumer<PostgresWatch> ended) {
    this.connections = connections;
    this.since = since;
    this.changed = changed;
    this.ended = ended;
  }

  /** The oldest transaction of now that a watch which begins later has to ask for. */
  static String now(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(NOW)) {
      row.next();
      return row.getString(1);
    }
  }

  void start() {
    Thread thread = new Thread(this::run, "pawl-postgres-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    int pause = SHORTEST_PAUSE_MILLIS;
    while (!isClosed()) {
      long begun = System.nanoTime();
      try (Connection connection = connections.connect()) {
        open = connection;
        if (!isClosed()) {
          follow(connection);
        }
      } catch (SQLException | RuntimeException e) {
        LOG.log(Level.DEBUG, "the watch begins anew", e); // who calls the store is told why
        boolean stood = System.nanoTime() - begun > LONGEST_PAUSE_MILLIS * 1_000_000L;
        pause = stood ? SHORTEST_PAUSE_MILLIS : pause;
        pause(pause);
        pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
      }
    }
  }

  private void follow(Connection connection) throws SQLException {
    boolean listening = listens(connection);
    PGConnection server = connection.unwrap(PGConnection.class);
    while (!isClosed()) {
      poll(connection);
      if (listening) {
        hear(server.getNotifications(ROUND_MILLIS));
      } else {
        pause(ROUND_MILLIS);
      }
    }
  }

  /* A pooler gives its own number for the process of the server, and each statement another one. */
  private static boolean listens(Connection connection) throws SQLException {
    int given = connection.unwrap(PGConnection.class).getBackendPID();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        if (row.getInt(1) != given) {
          return false;
        }
      }
      statement.execute("LISTEN " + PostgresStore.CHANNEL);
      return true;
    }
  }

  private void hear(PGNotification @Nullable [] notifications) {
    if (notifications != null) {
      for (PGNotification each : notifications) {
        String[] news = each.getParameter().split(" ", 2);
        if (news.length == 2 && news[1].matches("\\d{1,18}")) { // anybody may notify
          tell(news[0], Long.parseLong(news[1]));
        }
      }
    }
  }

  private void poll(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEWS)) {
      statement.setString(1, since);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          since = rows.getString("now");
          String profile = rows.getString("profile");
          if (profile != null) {
            tell(profile, rows.getLong("version"));
          }
        }
      }
    }
  }

  private void tell(String profile, long version) {
    if (isClosed() || Objects.equals(told.put(profile, version), version)) {
      return;
    }
    try {
      changed.accept(profile);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a listener to the fleet's records failed", e); // it ends no watch
    }
  }

  private void pause(int millis) {
    try {
      closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closed.countDown(); // nobody but close() means this thread
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    ended.accept(this);
    Connection connection = open;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        // it is gone either way
      }
    }
  }
}
