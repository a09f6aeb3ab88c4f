package dev.pawl.benchmarks.throughput;

import dev.pawl.benchmarks.provider.ProviderLogin;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One client that spends its refresh tokens one after the other over one connection: as little work
 * as possible, since it shares the machine with the simulator.
 */
final class RefreshingClient {
  private final ProviderLogin login;
  private final long end;
  private final Thread thread = new Thread(this::run, "client");
  private long answers;
  private @Nullable IOException failure;

  RefreshingClient(ProviderLogin login, long end) {
    this.login = login;
    this.end = end;
  }

  void start() {
    thread.start();
  }

  /** How many answers it got; waits for its end. */
  long answers() throws IOException, InterruptedException {
    thread.join();
    if (failure != null) {
      throw failure;
    }
    return answers;
  }

  private void run() {
    try (Socket socket = new Socket(login.endpoint().getHost(), login.endpoint().getPort())) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String refresh = login.refresh();
      while (System.nanoTime() - end < 0) {
        socket.getOutputStream().write(request(refresh));
        refresh = member(answer(in), "refresh_token");
        answers++;
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private byte[] request(String refresh) {
    String body =
        "grant_type=refresh_token&client_id=" + login.client() + "&refresh_token=" + refresh;
    String head =
        "POST "
            + login.endpoint().getPath()
            + " HTTP/1.1\r\nHost: "
            + login.endpoint().getAuthority()
            + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    return (head + body).getBytes(StandardCharsets.US_ASCII);
  }

  /** The body of one answer, whether it tells its length or comes in chunks. */
  private static String answer(InputStream in) throws IOException {
    String status = line(in);
    if (!status.contains(" 200")) {
      throw new IOException("the simulator answered " + status);
    }
    int length = -1;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    return length >= 0 ? text(in, length) : chunks(in);
  }

  private static String chunks(InputStream in) throws IOException {
    StringBuilder body = new StringBuilder();
    for (int size = chunk(in); size > 0; size = chunk(in)) {
      body.append(text(in, size));
      line(in);
    }
    line(in);
    return body.toString();
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in).strip(), 16);
  }

  private static String text(InputStream in, int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the simulator hung up");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static String member(String json, String name) throws IOException {
    int at = json.indexOf('"' + name + '"');
    int from = json.indexOf('"', json.indexOf(':', at) + 1) + 1;
    if (at < 0 || from == 0) {
      throw new IOException("an answer without " + name);
    }
    return json.substring(from, json.indexOf('"', from));
  }
}
