package dev.pawl.simulator.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An address of this machine that can be shut and opened again. While it is shut, connections to it
 * are refused. Thread-safe.
 */
public final class Outlet implements AutoCloseable {
  private final List<Site> sites;
  private final Optional<SSLContext> tls;
  private final String host;
  private final URI root;
  private @Nullable Listener listener;
  private @Nullable Socket reservation;

  /**
   * Opens an outlet.
   *
   * @param sites what it serves; what lies nowhere is the first one's
   * @param host the address that it is bound to
   * @param port the port; 0 for any free one
   * @param tls what it speaks TLS with; empty for plain HTTP
   * @throws RuntimeException if the port is taken
   */
  public Outlet(List<Site> sites, String host, int port, Optional<SSLContext> tls) {
    this.sites = List.copyOf(sites);
    this.tls = tls;
    this.host = host;
    Listener first = Listener.start(sites, host, port, tls);
    this.listener = first;
    this.root = first.root();
  }

  /** Returns the address of the root, without a slash at its end; it never changes. */
  public URI root() {
    return root;
  }

  /** Drops all connections and refuses new ones. */
  public synchronized void shut() {
    if (listener != null) {
      listener.close();
      listener = null;
      reservation = reserve();
    }
  }

  /** Listens again on the same port. */
  public synchronized void open() {
    if (listener == null) {
      release();
      listener = Listener.start(sites, host, root.getPort(), tls);
    }
  }

  /**
   * Binds the port without listening: the kernel refuses connections and gives the port to nobody
   * else.
   */
  private Socket reserve() {
    try {
      Socket socket = new Socket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), root.getPort()));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("port " + root.getPort() + " could not be kept", e);
    }
  }

  private void release() {
    try {
      if (reservation != null) {
        reservation.close();
        reservation = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("port " + root.getPort() + " could not be freed", e);
    }
  }

  @Override
  public synchronized void close() {
    release();
    if (listener != null) {
      listener.close();
      listener = null;
    }
  }
}
