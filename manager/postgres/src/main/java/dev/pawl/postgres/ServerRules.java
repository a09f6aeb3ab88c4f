package dev.pawl.postgres;

import dev.pawl.fleet.StoreRefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a server must be so that no acknowledged write is ever lost: a primary that writes to the
 * disk before it answers, and to a second server where the first may be lost. Nothing of it is set
 * here: a server that is configured otherwise is refused. Each statement asks, since a pooler may
 * give each one another connection.
 *
 * @param needsStandby whether there must be a synchronous standby
 */
record ServerRules(boolean needsStandby) {
  /** The columns that {@link #problems} reads; without a parameter. */
  static final String COLUMNS =
      "pg_is_in_recovery() AS replica, current_setting('fsync') AS fsync,"
          + " current_setting('synchronous_commit') AS synchronous_commit,"
          + " current_setting('synchronous_standby_names') AS standbys";

  private static final Set<String> UNSAFE = Set.of("off", "local");

  /** A condition that is true where {@link #problems} finds none. */
  String condition() {
    return "current_setting('fsync') = 'on'"
        + " AND current_setting('synchronous_commit') NOT IN ('off', 'local')"
        + (needsStandby ? " AND current_setting('synchronous_standby_names') <> ''" : "");
  }

  /** What is wrong with the server that {@code row} tells of, each with what to do. */
  List<String> problems(ResultSet row) throws SQLException {
    List<String> problems = new ArrayList<>();
    if (row.getBoolean("replica")) {
      problems.add("it is a replica, which may be stale; name the primary, or all hosts");
    }
    if (!row.getString("fsync").equals("on")) {
      problems.add("fsync is off, so a crash loses what it has acknowledged; set it on");
    }
    String commit = row.getString("synchronous_commit");
    if (UNSAFE.contains(commit)) {
      problems.add(
          "synchronous_commit is "
              + commit
              + ", so a spent token could look unspent after a crash; set it to on for this role:"
              + " ALTER ROLE ... SET synchronous_commit = on");
    }
    if (needsStandby && row.getString("standbys").isEmpty()) {
      problems.add(
          "there is no synchronous standby, so a failover could lose what it has acknowledged; set"
              + " synchronous_standby_names");
    }
    return problems;
  }

  /** Refuses a server that breaks a rule. */
  void check(String place, ResultSet row) throws SQLException, StoreRefusedException {
    List<String> problems = problems(row);
    if (!problems.isEmpty()) {
      throw new StoreRefusedException(place + ": " + String.join("; ", problems), null);
    }
  }
}
