package dev.pawl.etcd;

import dev.pawl.process.NeededTool;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real etcd of one member (.ci/setup). */
final class EtcdServer implements AutoCloseable {
  private final Path directory;
  private final List<String> options;
  private final int port;
  private final int peers;
  private Process process;

  private EtcdServer(Path directory, List<String> options) throws IOException {
    this.directory = directory;
    this.options = options;
    this.port = freePort();
    this.peers = freePort();
    this.process = started();
  }

  static EtcdServer start(Path directory, String... options) throws IOException {
    NeededTool.require("etcd", "--version");
    return new EtcdServer(directory, List.of(options));
  }

  private Process started() throws IOException {
    String scheme = options.isEmpty() ? "http" : "https";
    String clients = scheme + "://127.0.0.1:" + port;
    String peer = "http://127.0.0.1:" + peers;
    List<String> command =
        new ArrayList<>(
            List.of(
                "etcd",
                "--data-dir",
                directory.resolve("data").toString(),
                "--listen-client-urls",
                clients,
                "--advertise-client-urls",
                clients,
                "--listen-peer-urls",
                peer,
                "--initial-advertise-peer-urls",
                peer,
                "--initial-cluster",
                "default=" + peer));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What one reaches it by. */
  String url(String prefix) {
    return (options.isEmpty() ? "etcd" : "etcds") + "://127.0.0.1:" + port + "/" + prefix;
  }

  int port() {
    return port;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void startAgain() throws IOException {
    process = started();
  }

  /** Runs etcdctl here, with {@code input}. */
  void ctl(String input, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("etcdctl", "--endpoints", "http://127.0.0.1:" + port));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    Process ctl = builder.redirectOutput(directory.resolve("ctl").toFile()).start();
    try (OutputStream in = ctl.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    if (!ctl.waitFor(60, TimeUnit.SECONDS) || ctl.exitValue() != 0) {
      throw new IOException("etcdctl failed: " + arguments[0]);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
