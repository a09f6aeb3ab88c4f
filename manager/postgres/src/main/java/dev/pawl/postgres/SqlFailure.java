package dev.pawl.postgres;

import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.network.ConfigurationException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a problem of the driver means for a store, in words for people. */
final class SqlFailure {
  private static final Set<String> PRIVILEGES = Set.of("42501", "42P01", "3F000");
  private static final Set<String> LOGIN = Set.of("28P01", "28000", "3D000");
  private static final Set<String> ABORTED = Set.of("40001", "40P01");
  private static final Set<String> REFUSAL_CLASSES =
      Set.of("0A", "22", "23", "25", "28", "42", "54");

  private final PostgresAddress address;

  SqlFailure(PostgresAddress address) {
    this.address = address;
  }

  /** Whether the statement was undone since it met another: nothing was changed. */
  static boolean isAborted(SQLException e) {
    return ABORTED.contains(String.valueOf(e.getSQLState()));
  }

  /** The constraint that {@code e} says is violated; null if none. */
  static @Nullable String constraint(SQLException e) {
    ServerErrorMessage server = server(e);
    return server == null ? null : server.getConstraint();
  }

  /** The problem that callers see. */
  IOException of(SQLException e) {
    IOException ours = found(e, IOException.class);
    if (ours instanceof StoreRefusedException) {
      return new StoreRefusedException(String.valueOf(ours.getMessage()), e);
    }
    ServerErrorMessage server = server(e);
    return server == null ? unreachable(e) : answered(server, e);
  }

  private IOException answered(ServerErrorMessage server, SQLException e) {
    String state = String.valueOf(server.getSQLState());
    String said = "the server says: " + server.getMessage();
    if (PRIVILEGES.contains(state)) {
      return refused(said + "; run `pawl fleet init`, and grant the role what it names", e);
    }
    if (LOGIN.contains(state)) {
      return refused(said + "; look at user, password and pg_hba.conf", e);
    }
    if (state.startsWith("25")) {
      return refused(said + "; name a primary that may be written", e);
    }
    boolean undone = "ERROR".equals(server.getSeverity());
    return undone && REFUSAL_CLASSES.contains(state.substring(0, Math.min(2, state.length())))
        ? refused(said + " (" + state + ")", e)
        : new IOException(address + ": " + said + " (" + state + "); try again", e);
  }

  private IOException unreachable(SQLException e) {
    PasswordException password = found(e, PasswordException.class);
    if (password != null) {
      return new IOException(address + ": no password: " + password.getMessage(), e);
    }
    ConfigurationException files = found(e, ConfigurationException.class);
    if (files != null) {
      return refused(files.getMessage() + "; look at fleet.trust and fleet.identity", e);
    }
    if (found(e, SSLException.class) != null || says(e, "hostnameverifier")) {
      return away(
          "TLS failed: the server's certificate is not trusted or not its own; name the"
              + " file of its authority in fleet.trust",
          e);
    }
    if (found(e, UnknownHostException.class) != null) {
      return away("its host has no address; look at the name in fleet.url", e);
    }
    if (found(e, SocketTimeoutException.class) != null) {
      return away("it did not answer in time; look whether it is up and overloaded", e);
    }
    if (says(e, "targetServerType")) {
      return noPrimary(e);
    }
    if (found(e, ConnectException.class) != null) {
      return away("nobody listens there; look whether the server is up", e);
    }
    return away("the connection failed; look at the server and the network", e);
  }

  /* Of these the driver has no kind of their own. */
  private static boolean says(Throwable e, String word) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains(word)) {
        return true;
      }
    }
    return false;
  }

  private IOException noPrimary(SQLException e) {
    String problem = "none of its hosts is a primary, and a replica may be stale";
    return address.needsStandby()
        ? away(problem + "; wait for the failover", e)
        : refused(problem + "; name the primary, or all hosts", e);
  }

  private IOException away(String problem, SQLException e) {
    return new IOException(address + ": " + problem, e);
  }

  private StoreRefusedException refused(String problem, SQLException e) {
    return new StoreRefusedException(address + ": " + problem, e);
  }

  private static @Nullable ServerErrorMessage server(SQLException e) {
    PSQLException found = found(e, PSQLException.class);
    while (found != null && found.getServerErrorMessage() == null) {
      found = found.getCause() == null ? null : found(found.getCause(), PSQLException.class);
    }
    return found == null ? null : found.getServerErrorMessage();
  }

  private static <T extends Throwable> @Nullable T found(Throwable e, Class<T> kind) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return kind.cast(cause);
      }
    }
    return null;
  }

  /** A password that could not be had. */
  static final class PasswordException extends IOException {
    private static final long serialVersionUID = 1;

    PasswordException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
