package dev.pawl.oauth;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A fresh connection; whatever it does ends at the deadline. Not thread-safe. */
final class Connection implements Closeable {
  /* A request is smaller than this, so that writing it never waits for the peer. */
  private static final int SEND_BUFFER = 128 << 10;

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
  static void rehearse() throws IOException {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
    }
  }

  private static DeadlineSocket connected(Address address, Transport transport, Deadline deadline)
      throws IOException {
    Proxy proxy = address.isLoopback() ? Proxy.NO_PROXY : transport.proxy();
    return switch (proxy.type()) {
      case DIRECT -> anyOf(Hosts.resolve(address.host(), deadline), address.port(), deadline);
      case SOCKS -> {
        InetSocketAddress far = InetSocketAddress.createUnresolved(address.host(), address.port());
        yield connected(new DeadlineSocket(proxy, deadline), far, deadline.remainingMillis());
      }
      case HTTP -> tunnel(proxy, address, deadline);
    };
  }

  private static DeadlineSocket anyOf(List<InetAddress> hosts, int port, Deadline deadline)
      throws IOException {
    IOException failure = new ConnectException("no address");
    for (int i = 0; i < hosts.size(); i++) {
      int share = Math.max(1, deadline.remainingMillis() / (hosts.size() - i));
      DeadlineSocket socket = new DeadlineSocket(Proxy.NO_PROXY, deadline);
      try {
        return connected(socket, new InetSocketAddress(hosts.get(i), port), share);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static DeadlineSocket connected(DeadlineSocket socket, SocketAddress to, int timeout)
      throws IOException {
    try {
      socket.setSendBufferSize(SEND_BUFFER);
      socket.setTcpNoDelay(true);
      socket.connect(to, timeout);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static DeadlineSocket tunnel(Proxy proxy, Address address, Deadline deadline)
      throws IOException {
    if (!(proxy.address() instanceof InetSocketAddress at)) {
      throw new ConnectException("the proxy has no address");
    }
    DeadlineSocket socket =
        anyOf(Hosts.resolve(at.getHostString(), deadline), at.getPort(), deadline);
    try {
      String to = address.authority();
      String request = "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      int status = new AnswerReader(socket.getInputStream()).head().status();
      if (status / 100 != 2) {
        throw new ProxyRefusal(status);
      }
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket secured(Socket plain, Address address, Transport transport)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context(transport)
                .getSocketFactory()
                .createSocket(plain, address.host(), address.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
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

  void write(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    socket.getOutputStream().flush();
  }

  /** Waits at most until {@code earlier} for whatever is still to come. */
  void hurry(Deadline earlier) {
    plain.deadline = earlier;
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

  /**
   * Gives each single read what is left: so even one byte at a time ends, TLS handshake included.
   */
  private static final class DeadlineSocket extends Socket {
    private Deadline deadline;

    DeadlineSocket(Proxy proxy, Deadline deadline) {
      super(proxy);
      this.deadline = deadline;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          setSoTimeout(deadline.remainingMillis());
          return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          setSoTimeout(deadline.remainingMillis());
          return super.read(bytes, offset, length);
        }
      };
    }
  }
}
