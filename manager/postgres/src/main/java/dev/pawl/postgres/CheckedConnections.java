package dev.pawl.postgres;

import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.postgres.SqlFailure.PasswordException;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Opens connections, each with the password of now, and hands out none to a server that breaks a
 * rule. Thread-safe.
 */
final class CheckedConnections implements DataSource {
  private final PostgresAddress address;
  private final ServerRules rules;
  private final AtomicReference<@Nullable Connection> spare = new AtomicReference<>();

  CheckedConnections(PostgresAddress address, ServerRules rules) {
    this.address = address;
    this.rules = rules;
  }

  /** The next caller gets {@code connection}, which has been checked. */
  void keep(Connection connection) {
    spare.set(connection);
  }

  /** Closes what nobody took. */
  void forget() {
    Connection kept = spare.getAndSet(null);
    if (kept != null) {
      try {
        kept.close();
      } catch (SQLException e) {
        // it is gone either way
      }
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection kept = spare.getAndSet(null);
    if (kept != null) {
      return kept;
    }
    Connection connection = connect();
    try {
      check(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** A connection to a primary of which nothing else is known. */
  Connection connect() throws SQLException {
    Properties properties = address.properties();
    try {
      String password = address.store().password().read();
      if (password != null) {
        properties.setProperty("password", password);
      }
    } catch (IOException e) {
      throw new SQLException("no password", new PasswordException(e));
    }
    try {
      Connection connection = new Driver().connect(address.jdbcUrl(), properties);
      if (connection == null) {
        throw new SQLException("no URL of PostgreSQL");
      }
      return connection;
    } catch (RuntimeException e) { // so the driver says that the thread was interrupted
      throw new SQLException("the connection was not opened", e);
    }
  }

  private void check(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + ServerRules.COLUMNS)) {
      row.next();
      rules.check(address.toString(), row);
    } catch (StoreRefusedException e) {
      throw new SQLException("the server breaks a rule", e);
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the address names the user");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {} // the address has it

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("no logger");
  }

  @Override
  public <T> T unwrap(Class<T> kind) throws SQLException {
    throw new SQLFeatureNotSupportedException("nothing is wrapped");
  }

  @Override
  public boolean isWrapperFor(Class<?> kind) {
    return false;
  }
}
