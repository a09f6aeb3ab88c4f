package dev.pawl.transport;

import dev.pawl.network.ProxyServer;
import dev.pawl.network.Transport;
import dev.pawl.wire.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A fresh connection; whatever it does ends at the deadline. Not thread-safe. */
public final class Connection implements Closeable {
  private final Socket socket;
  private final DeadlineSocket plain;

  private Connection(Socket socket, DeadlineSocket plain) {
    this.socket = socket;
    this.plain = plain;
  }

  /** Connected, TLS established, nothing of a request written. */
  static Connection open(Address address, Transport transport, Deadline deadline)
      throws IOException {
    DeadlineSocket plain = connected(address, transport, deadline);
    try {
      return new Connection(address.tls() ? secured(plain, address, transport) : plain, plain);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** Makes a socket that is never connected, so that its classes are loaded. */
  public static void warmUp() throws IOException {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
    }
  }

  private static DeadlineSocket connected(Address address, Transport transport, Deadline deadline)
      throws IOException {
    ProxyServer proxy = transport.proxy();
    return !address.isLoopback() && proxy.isFor(address.host(), address.port())
        ? new ProxyTunnel(proxy, address, deadline).open()
        : ConnectionAttempts.toAnyOf(
            Hosts.resolve(address.host(), deadline), address.port(), deadline);
  }

  private static Socket secured(Socket plain, Address address, Transport transport)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context(transport)
                .getSocketFactory()
                .createSocket(plain, address.host(), address.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    boolean usual = address.host().indexOf('_') < 0;
    if (usual) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    } else {
      parameters.setServerNames(List.of(new UnderscoredName(address.host())));
    }
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    if (!usual) {
      UnderscoredName.requireIn(socket.getSession(), address.host());
    }
    return socket;
  }

  private static SSLContext context(Transport transport) throws IOException {
    try {
      SSLContext configured = transport.tls();
      return configured == null ? SSLContext.getDefault() : configured;
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("the platform's TLS cannot be set up", e);
    }
  }

  /**
   * Has whatever comes from now on be the answer to a request that is written next.
   *
   * @throws UnsentException if the deadline has passed: nothing may be sent any more
   */
  void ask() throws UnsentException {
    try {
      plain.asked();
    } catch (SocketTimeoutException e) {
      throw new UnsentException(String.valueOf(e.getMessage()), e);
    }
  }

  void write(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    socket.getOutputStream().flush();
  }

  /** Waits at most until {@code earlier} for whatever is still to come. */
  void hurry(Deadline earlier) {
    plain.hurry(earlier);
  }

  InputStream input() throws IOException {
    return socket.getInputStream();
  }

  /**
   * Ends the connection without waiting for the peer: a TLS socket's own way of closing reads until
   * the peer has closed as well. What fails here changes nothing of what was read.
   */
  @Override
  public void close() {
    try {
      plain.close();
    } catch (IOException e) {
      // nothing is left to be done with it
    }
  }
}
