package dev.pawl.drills.script;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue of connections is full: who connects waits, and nothing is ever sent. */
final class FullPort implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> queue = new ArrayList<>();

  private FullPort(ServerSocket server) {
    this.server = server;
  }

  static FullPort at(int port) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(loopback, port), 1);
    FullPort full = new FullPort(server);
    try {
      for (int i = 0; i < 16; i++) {
        Socket socket = new Socket();
        full.queue.add(socket);
        socket.connect(new InetSocketAddress(loopback, port), 150);
      }
    } catch (SocketTimeoutException e) {
      return full;
    }
    full.close();
    throw new CannotRunException("the queue of a port cannot be filled on this system");
  }

  /** Tells whether nobody has been let in. */
  boolean isFull() {
    return !server.isClosed() && !queue.get(queue.size() - 1).isConnected();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : queue) {
      socket.close();
    }
  }
}
