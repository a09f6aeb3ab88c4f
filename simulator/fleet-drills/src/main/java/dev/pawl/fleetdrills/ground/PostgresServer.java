package dev.pawl.fleetdrills.ground;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL, primary or standby as its directory says. For one thread. */
final class PostgresServer {
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final String STANDBY = "standby.signal";

  private final Path binary;
  private final Path data;
  private final int port;
  private final Map<String, String> settings;
  private @Nullable Process process;

  /**
   * One that is not running.
   *
   * @param binary the server's program
   * @param data its directory
   * @param settings what it is told on its command line
   */
  PostgresServer(Path binary, Path data, Map<String, String> settings) throws IOException {
    this.binary = binary;
    this.data = data;
    this.settings = settings;
    this.port = freePort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Whether there is nothing that it could start with. */
  boolean isEmpty() {
    return !Files.exists(data);
  }

  /* Where this user is root, in a user namespace: PostgreSQL does not run as root. */
  void start() throws IOException {
    List<String> command = new ArrayList<>();
    if (Shell.isRoot()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(binary.toString(), "-D", data.toString(), "-p", "" + port));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    Redirect told = Redirect.appendTo(data.resolveSibling(data.getFileName() + ".log").toFile());
    process = new ProcessBuilder(command).redirectOutput(told).redirectError(told).start();
  }

  /** Waits until it answers. */
  void await() throws IOException {
    long end = System.nanoTime() + START_NANOS;
    while (true) {
      try {
        String unused = tell("SELECT 1");
        return;
      } catch (IOException e) {
        if (!isRunning() || System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Kills it, and what it has started, by {@code kill -9}. */
  void kill() {
    Process running = process;
    if (running != null) {
      List<ProcessHandle> whole = new ArrayList<>(running.descendants().toList());
      whole.add(0, running.toHandle());
      whole.forEach(Shell::kill);
    }
  }

  /** Ends it as an operator would: its directory can be copied then. */
  void stop() throws IOException {
    Process running = process;
    if (running == null || !running.isAlive()) {
      return;
    }
    String unused = Shell.run("kill", "-INT", "" + running.pid());
    try {
      if (!running.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(data + " does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Has it begin with what {@code other}, which is stopped, has. */
  void copy(PostgresServer other) throws IOException {
    copy(other.data, data);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            return copied(directory);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            return copied(file);
          }

          private FileVisitResult copied(Path path) throws IOException {
            Path target = to.resolve(from.relativize(path).toString());
            Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Makes the stopped server a standby of {@code primary}. */
  void follow(PostgresServer primary) throws IOException {
    Files.writeString(data.resolve(STANDBY), "");
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "primary_conninfo = '" + primary.connection() + "'\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Has the running standby follow {@code primary} from now on. */
  void followNow(PostgresServer primary) throws IOException {
    String unusedRow = tell("ALTER SYSTEM SET primary_conninfo = '" + primary.connection() + "'");
    String unused = tell("SELECT pg_reload_conf()");
  }

  private String connection() {
    return "host=127.0.0.1 port=" + port + " user=postgres";
  }

  /** Whether its directory says that it is a standby. */
  boolean isStandby() {
    return Files.exists(data.resolve(STANDBY));
  }

  /** Returns how much of the log of writes the standby has, in bytes. */
  long received() throws IOException {
    return Long.parseLong(tell("SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')::bigint"));
  }

  /** Makes the standby the primary. */
  void promote() throws IOException {
    if (!tell("SELECT pg_promote(true, 30)").equals("t")) {
      throw new IOException(data + " cannot be promoted");
    }
  }

  /* What one statement says; empty if nothing. */
  private String tell(String sql) throws IOException {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres&connectTimeout=5";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? String.valueOf(row.getString(1)) : "";
      }
    } catch (SQLException e) {
      throw new IOException(data.getFileName() + ": " + e.getMessage(), e);
    }
  }

  /** Forgets all that it has; it is not running. */
  void forget() throws IOException {
    Ground.delete(data);
  }
}
