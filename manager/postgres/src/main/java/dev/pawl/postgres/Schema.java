package dev.pawl.postgres;

import dev.pawl.fleet.StoreRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables, by files of SQL in this jar: one for each version, which is run once. */
final class Schema {
  static final int VERSION = 1;

  private static final long TURN = 0x7061_776cL; // "pawl": one at a time makes the tables

  private Schema() {}

  /** Brings the tables to {@link #VERSION}, all or nothing; says what was done. */
  static String initialize(String place, Connection connection) throws SQLException, IOException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + TURN + ")");
      int before = exists(statement) ? version(statement) : 0;
      requireKnown(place, before);
      for (int next = before + 1; next <= VERSION; next++) {
        statement.execute(file(next));
        statement.execute("DELETE FROM pawl.format");
        statement.execute("INSERT INTO pawl.format VALUES (" + next + ")");
      }
      connection.commit();
      return done(before);
    }
  }

  private static String done(int before) {
    String what =
        before == VERSION
            ? "The schema pawl is of version " + VERSION + " already; nothing was changed."
            : "The schema pawl is of version " + VERSION + " now (before: " + before + ").";
    return what
        + "\nHosts need a role that may use it and no more; for a role named hosts:"
        + "\n  GRANT USAGE ON SCHEMA pawl TO hosts;"
        + "\n  GRANT SELECT, INSERT, UPDATE ON pawl.records TO hosts;"
        + "\n  GRANT SELECT ON pawl.format TO hosts;";
  }

  /** Refuses tables of another version. */
  static void check(String place, Connection connection) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      if (!exists(statement)) {
        throw new StoreRefusedException(
            place + ": there is no schema pawl; run `pawl fleet init` as its owner once", null);
      }
      int version = version(statement);
      requireKnown(place, version);
      if (version < VERSION) {
        throw new StoreRefusedException(
            place + ": the schema is of version " + version + "; run `pawl fleet init` again",
            null);
      }
    }
  }

  private static void requireKnown(String place, int version) throws StoreRefusedException {
    if (version > VERSION) {
      throw new StoreRefusedException(
          place
              + ": the schema is of version "
              + version
              + ", and this Pawl knows "
              + VERSION
              + "; use a newer Pawl",
          null);
    }
  }

  private static boolean exists(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT to_regclass('pawl.format') IS NOT NULL")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static int version(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT max(version) FROM pawl.format")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static String file(int version) throws IOException {
    String name = "schema-" + version + ".sql";
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
