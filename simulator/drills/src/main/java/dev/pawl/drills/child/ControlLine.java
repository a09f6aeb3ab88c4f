package dev.pawl.drills.child;

import dev.pawl.json.Json;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The line to the runner: one JSON object a line in each direction. Sending is thread-safe. */
final class ControlLine implements Closeable {
  private final Socket socket;
  private final BufferedReader in;
  private final OutputStream out;

  private ControlLine(Socket socket) throws IOException {
    this.socket = socket;
    this.in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    this.out = socket.getOutputStream();
  }

  static ControlLine connect(int port, String name, String secret) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    ControlLine line = new ControlLine(socket);
    Map<String, Object> hello = new LinkedHashMap<>();
    hello.put("hello", name);
    hello.put("secret", secret);
    hello.put("pid", ProcessHandle.current().pid());
    line.send(hello);
    return line;
  }

  /** The next order; null when the runner is gone. */
  @Nullable RunnerCommand next() throws IOException {
    String line = in.readLine();
    return line == null ? null : new RunnerCommand(Json.read(line));
  }

  void send(Map<String, Object> message) {
    byte[] line = (Json.write(message) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      synchronized (out) {
        out.write(line);
        out.flush();
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(3); // nobody is left to report to
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
