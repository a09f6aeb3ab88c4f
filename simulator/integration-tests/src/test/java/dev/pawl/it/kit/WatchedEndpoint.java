package dev.pawl.it.kit;

import dev.pawl.process.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/**
 * A token endpoint on loopback that writes its n-th answer as it stands and never closes. It asks
 * the kernel (Linux) whether the client has read all of it: nobody has to take the client's word.
 */
public final class WatchedEndpoint implements AutoCloseable {
  private final ServerSocket listener;
  private final IntFunction<byte[]> answers;
  private final List<String> presented = new CopyOnWriteArrayList<>();
  private final List<Socket> answered = new CopyOnWriteArrayList<>();

  public WatchedEndpoint(ServerSocket listener, IntFunction<byte[]> answers) {
    this.listener = listener;
    this.answers = answers;
    Thread acceptor = new Thread(this::accept, "watched-endpoint");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public WatchedEndpoint(IntFunction<byte[]> answers) {
    this(listener(), answers);
  }

  private static ServerSocket listener() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port() + "/token");
  }

  /** The refresh tokens that were presented, in order. */
  public List<String> presented() {
    return List.copyOf(presented);
  }

  /** Returns when the client has read the last byte of the only answer. */
  public void awaitRead() throws Exception {
    long unused =
        Eventually.see(() -> answered.isEmpty() ? 1 : unread(answered.get(0)), left -> left == 0);
  }

  /* What the kernel holds for the client, or has not given to it yet: rx_queue and tx_queue. */
  private static long unread(Socket socket) throws IOException {
    String here = ":%04X".formatted(socket.getLocalPort());
    String there = ":%04X".formatted(socket.getPort());
    long unread = 0;
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readString(Path.of(table)).lines().toList()) {
        String[] fields = line.strip().split("\\s+", -1);
        String[] queues = fields[4].split(":", -1);
        if (fields[1].endsWith(there) && fields[2].endsWith(here)) {
          unread += Long.parseLong(queues[1], 16);
        } else if (fields[1].endsWith(here) && fields[2].endsWith(there)) {
          unread += Long.parseLong(queues[0], 16);
        }
      }
    }
    return unread;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : answered) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread answering = new Thread(() -> answer(socket), "watched-endpoint-answer");
        answering.setDaemon(true);
        answering.start();
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void answer(Socket socket) {
    try {
      String form = form(socket.getInputStream());
      presented.add(form.replaceAll("(?s).*refresh_token=([^&]+).*", "$1"));
      socket.getOutputStream().write(answers.apply(presented.size()));
      socket.getOutputStream().flush();
      answered.add(socket);
    } catch (IOException e) {
      // the client went away, which is its right
    }
  }

  private static String form(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
    int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
    return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }
}
