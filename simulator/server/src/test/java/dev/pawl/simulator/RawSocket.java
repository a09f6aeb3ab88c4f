package dev.pawl.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/** A client that sees every byte and how the connection ends. */
final class RawSocket implements AutoCloseable {
  /**
   * What {@link #readToEnd} appends when the connection was torn down instead of ended in order.
   */
  static final String RESET = "<RST>";

  private final Socket socket;

  private RawSocket(Socket socket) {
    this.socket = socket;
  }

  static RawSocket send(URI uri, String request) throws IOException {
    return send(new Socket(uri.getHost(), uri.getPort()), request);
  }

  private static RawSocket send(Socket socket, String request) throws IOException {
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return new RawSocket(socket);
  }

  static RawSocket spend(Simulator simulator, String refreshToken) throws IOException {
    return send(simulator.tokenEndpoint(), request(simulator, refreshToken));
  }

  /** Spends through TLS; whether the connection ends is seen as TLS tells it. */
  static RawSocket spend(Simulator simulator, String refreshToken, SSLContext tls)
      throws IOException {
    URI uri = simulator.tokenEndpoint();
    return spend(
        simulator, refreshToken, tls.getSocketFactory().createSocket(uri.getHost(), uri.getPort()));
  }

  static RawSocket spend(Simulator simulator, String refreshToken, Socket socket)
      throws IOException {
    return send(socket, request(simulator, refreshToken));
  }

  private static String request(Simulator simulator, String refreshToken) {
    String body =
        "grant_type=refresh_token&client_id="
            + simulator.clientId()
            + "&refresh_token="
            + refreshToken;
    return "POST /oauth/token HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Pawl-Client: raw\r\n"
        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  static String exchange(URI uri, String request) throws IOException {
    try (RawSocket socket = send(uri, request)) {
      return socket.readToEnd();
    }
  }

  String readToEnd() throws IOException {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        seen.write(next);
      }
    } catch (SocketException e) {
      return seen.toString(StandardCharsets.ISO_8859_1) + RESET;
    }
    return seen.toString(StandardCharsets.ISO_8859_1);
  }

  /** Reads up to and with a text. */
  String readThrough(String end) throws IOException {
    StringBuilder seen = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (seen.indexOf(end) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended after: " + seen);
      }
      seen.append((char) next);
    }
    return seen.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
