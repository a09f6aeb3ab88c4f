package dev.pawl.postgres;

import dev.pawl.clock.TokenClock;
import dev.pawl.fleet.StoreReport;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** What a server says of itself, for people. */
final class ServerReport {
  private static final String QUERY =
      "SELECT current_setting('server_version') AS version, current_user AS role,"
          + " pg_backend_pid() AS pid, (SELECT count(*) FROM pg_stat_replication) AS replicas,"
          + " (SELECT count(*) FROM pawl.records) AS records, "
          + ServerRules.COLUMNS;

  private final PostgresAddress address;
  private final ServerRules rules;
  private final PostgresStore.Caller caller;
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  ServerReport(PostgresAddress address, ServerRules rules, PostgresStore.Caller caller) {
    this.address = address;
    this.rules = rules;
    this.caller = caller;
  }

  StoreReport report() {
    facts.put("engine", "PostgreSQL");
    facts.put("place", address.toString());
    facts.put("tls", address.sslMode());
    try {
      caller.call(this::ask);
    } catch (IOException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return new StoreReport(facts, problems);
  }

  private @Nullable Void ask(Connection connection) throws SQLException {
    long began = TokenClock.system().nanos();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      row.next();
      long took = TokenClock.system().nanos() - began;
      boolean pooled = connection.unwrap(PGConnection.class).getBackendPID() != row.getInt("pid");
      facts.put("version", row.getString("version"));
      facts.put("role", row.getString("role"));
      facts.put("serves as", row.getBoolean("replica") ? "replica" : "primary");
      facts.put("latency", took / 1_000_000 + " ms");
      facts.put("synchronous_commit", row.getString("synchronous_commit"));
      facts.put("synchronous standbys", orNone(row.getString("standbys")));
      facts.put("replicas connected", row.getString("replicas"));
      facts.put("records", row.getString("records"));
      facts.put(
          "news by", pooled ? "polling, since a pooler stands between" : "LISTEN and polling");
      problems.addAll(rules.problems(row));
    }
    return null;
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "none" : text;
  }
}
