package dev.pawl.it.oauth;

import dev.pawl.oauth.Certificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;

/** A token endpoint to which no request gets through; it counts who tried. */
final class Unreachable implements AutoCloseable {
  private final ServerSocket listener;
  private final URI endpoint;
  private final String settings;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile String answer = "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n";

  private Unreachable(ServerSocket listener, URI endpoint, String settings) {
    this.listener = listener;
    this.endpoint = endpoint;
    this.settings = settings;
    Thread acceptor = new Thread(this::accept, "unreachable");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** Behind a proxy that wants a password. */
  static Unreachable proxy() throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    String proxy = "http://127.0.0.1:" + listener.getLocalPort();
    return new Unreachable(
        listener,
        URI.create("https://issuer.example/token"),
        "{\"network\": {\"proxy\": \"" + proxy + "\"}}");
  }

  /** Shows a certificate that it signed itself. */
  static Unreachable unknown(Path directory) throws Exception {
    ServerSocket listener = Certificates.forNames(directory, "dns:localhost").listen();
    URI endpoint = URI.create("https://localhost:" + listener.getLocalPort() + "/token");
    return new Unreachable(listener, endpoint, "{}");
  }

  URI endpoint() {
    return endpoint;
  }

  /** What the settings of its clients must say. */
  String settings() {
    return settings;
  }

  int connections() {
    return connections.get();
  }

  /** What the proxy says from now on. */
  void answerWith(String head) {
    answer = head;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        connections.incrementAndGet();
        if (socket instanceof SSLSocket secure) {
          secure.startHandshake();
        } else {
          refuse(socket);
        }
      } catch (IOException e) {
        // closed, or the client went away, which is its right
      }
    }
  }

  private void refuse(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String line = in.readLine();
    while (line != null && !line.isEmpty()) {
      line = in.readLine();
    }
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }
}
