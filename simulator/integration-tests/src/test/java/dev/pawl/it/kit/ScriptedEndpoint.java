package dev.pawl.it.kit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** A token endpoint on loopback whose n-th answer is written as it stands, byte by byte. */
public final class ScriptedEndpoint implements AutoCloseable {
  private final ServerSocket listener;
  private final IntFunction<String> answers;
  private final List<String> presented = new CopyOnWriteArrayList<>();

  public ScriptedEndpoint(IntFunction<String> answers) {
    this.answers = answers;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread acceptor = new Thread(this::accept, "scripted-endpoint");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** A whole answer. */
  public static String answer(String status, String headers, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: application/json\r\n"
        + headers
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** A whole success. */
  public static String granted(String body) {
    return answer("200 OK", "", body);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/token");
  }

  /** The refresh tokens that were presented, in order. */
  public List<String> presented() {
    return List.copyOf(presented);
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
        String form = form(new BufferedInputStream(socket.getInputStream()));
        presented.add(form.replaceAll("(?s).*refresh_token=([^&]+).*", "$1"));
        String answer = answers.apply(presented.size());
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // closed, or the client went away, which is its right
      }
    }
  }

  private static String form(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
    int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
    return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }
}
