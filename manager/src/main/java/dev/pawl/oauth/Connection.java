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

  private Connection(Socket socket) {
    this.socket = socket;
  }

  /** Connected, TLS established, nothing of a request written. */
  static Connection open(Address address, Transport transport, Deadline deadline)
      throws IOException {
    Socket plain = connected(address, transport, deadline);
    try {
      return new Connection(address.tls() ? secured(plain, address, transport) : plain);
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

  private static Socket connected(Address address, Transport transport, Deadline deadline)
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

  private static Socket anyOf(List<InetAddress> hosts, int port, Deadline deadline)
      throws IOException {
    IOException failure = new ConnectException("no address");
    for (int i = 0; i < hosts.size(); i++) {
      int share = Math.max(1, deadline.remainingMillis() / (hosts.size() - i));
      Socket socket = new DeadlineSocket(Proxy.NO_PROXY, deadline);
      try {
        return connected(socket, new InetSocketAddress(hosts.get(i), port), share);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static Socket connected(Socket socket, SocketAddress to, int timeout) throws IOException {
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

  private static Socket tunnel(Proxy proxy, Address address, Deadline deadline) throws IOException {
    if (!(proxy.address() instanceof InetSocketAddress at)) {
      throw new ConnectException("the proxy has no address");
    }
    Socket socket = anyOf(Hosts.resolve(at.getHostString(), deadline), at.getPort(), deadline);
    try {
      String to = address.authority();
      String request = "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      int status = new AnswerReader(socket.getInputStream()).head().status();
      if (status / 100 != 2) {
        throw new ConnectException("the proxy answered " + status);
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

  InputStream input() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /**
   * Gives each single read what is left: so even one byte at a time ends, TLS handshake included.
   */
  private static final class DeadlineSocket extends Socket {
    private final Deadline deadline;

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
