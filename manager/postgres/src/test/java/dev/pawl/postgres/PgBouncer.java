package dev.pawl.postgres;

import dev.pawl.process.NeededTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The pooler of Debian (.ci/setup) in transaction mode, before a server; few connections. */
final class PgBouncer implements AutoCloseable {
  private static final String PROGRAM = "pgbouncer";

  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static void require() {
    NeededTool.require(PROGRAM, "--version");
  }

  static PgBouncer before(Server server, Path directory) throws IOException {
    int port = freePort();
    Path users = Files.writeString(directory.resolve("users"), "\"postgres\" \"\"\n");
    Path configuration =
        Files.writeString(
            directory.resolve("pgbouncer.ini"),
            """
            [databases]
            postgres = host=127.0.0.1 port=%d
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = trust
            auth_file = %s
            pool_mode = transaction
            default_pool_size = 3
            """
                .formatted(server.port(), port, users));
    Process process =
        new ProcessBuilder(command(configuration))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("pgbouncer.log").toFile())
            .start();
    return new PgBouncer(process, port);
  }

  /* It refuses to be root, and is somebody else in a user namespace. */
  private static List<String> command(Path configuration) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(PROGRAM, configuration.toString()));
    return command;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String url() {
    return "postgresql://postgres@127.0.0.1:" + port + "/postgres";
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
