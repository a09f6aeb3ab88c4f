package dev.pawl.oauth;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server on loopback, scripted byte by byte; it keeps every request that it saw. */
public final class RawServer implements AutoCloseable {
  /** What the server does once it has read a whole request. */
  public interface Script {
    void play(Wire wire) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final Script script;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private final boolean reads;

  private RawServer(ServerSocket listener, Script script, boolean reads) {
    this.reads = reads;
    this.listener = listener;
    this.script = script;
    Thread acceptor = new Thread(this::accept, "raw-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public static RawServer playing(Script script) {
    return on(loopback(), script);
  }

  private static ServerSocket loopback() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static RawServer on(ServerSocket listener, Script script) {
    return new RawServer(listener, script, true);
  }

  /** Plays as soon as somebody connects, without reading anything. */
  public static RawServer greeting(Script script) {
    return greetingOn(loopback(), script);
  }

  public static RawServer greetingOn(ServerSocket listener, Script script) {
    return new RawServer(listener, script, false);
  }

  /** Sends {@code answer} (ISO-8859-1) and closes. */
  public static RawServer answering(String answer) {
    return playing(wire -> wire.send(answer));
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public int connections() {
    return connections.get();
  }

  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        open.add(socket);
        Thread worker = new Thread(() -> serve(socket), "raw-server-connection");
        worker.setDaemon(true);
        worker.start();
      } catch (IOException e) {
        // closed, or a handshake of a test that wants it to fail
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (!reads) {
        script.play(new Wire(socket, closed, ""));
        return;
      }
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String request = read(in); !request.isEmpty(); request = read(in)) {
        requests.add(request);
        script.play(new Wire(socket, closed, request));
        if (socket.isClosed() || request.contains("Connection: close")) {
          return;
        }
      }
    } catch (IOException e) {
      // the client went away, which is its right
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      request.append((char) next);
    }
    int at = request.indexOf("Content-Length: ");
    if (at >= 0) {
      int length = Integer.parseInt(request.substring(at + 16, request.indexOf("\r\n", at)).trim());
      request.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
    }
    return request.toString();
  }

  /** The server's end of one connection. */
  public record Wire(Socket socket, CountDownLatch closed, String request) {
    public void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }

    public void sendAndClose(String text) throws IOException {
      send(text);
      socket.close();
    }

    /** One byte every {@code millis} until the client goes away or the server is closed. */
    public void drip(String text, int millis) throws IOException, InterruptedException {
      for (byte each : text.getBytes(StandardCharsets.ISO_8859_1)) {
        if (closed.await(millis, TimeUnit.MILLISECONDS)) {
          return;
        }
        send(new byte[] {each});
      }
    }

    /** Nothing more, connection open. */
    public void hang() throws InterruptedException {
      closed.await();
    }

    /** Carries bytes to and from {@code to} until either side ends. */
    public void tunnel(int to) throws IOException {
      try (Socket far = new Socket(InetAddress.getLoopbackAddress(), to)) {
        Thread back = new Thread(() -> carry(far, socket), "raw-server-tunnel");
        back.setDaemon(true);
        back.start();
        carry(socket, far);
      }
    }

    private static void carry(Socket from, Socket to) {
      try {
        from.getInputStream().transferTo(to.getOutputStream());
        to.shutdownOutput();
      } catch (IOException e) {
        // one side went away
      }
    }

    /** RST instead of FIN. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
