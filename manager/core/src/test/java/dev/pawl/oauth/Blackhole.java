package dev.pawl.oauth;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An address of loopback that answers no SYN: its backlog is full and nobody accepts. */
public final class Blackhole implements AutoCloseable {
  private static final int MOST = 64;

  private final ServerSocket listener;
  private final List<Socket> filling = new ArrayList<>();

  /** At {@code port} of {@code host}. */
  public Blackhole(InetAddress host, int port) throws IOException {
    this.listener = new ServerSocket(port, 1, host);
    while (isConnected()) {
      if (filling.size() > MOST) {
        throw new IOException("the backlog has no end");
      }
    }
  }

  private boolean isConnected() throws IOException {
    Socket socket = new Socket();
    filling.add(socket);
    try {
      socket.connect(listener.getLocalSocketAddress(), 200);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : filling) {
      socket.close();
    }
  }
}
