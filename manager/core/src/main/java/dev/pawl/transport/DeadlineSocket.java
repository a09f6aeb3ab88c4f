package dev.pawl.transport;

import dev.pawl.wire.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;

/**
 * A socket that gives each single read what is left of one deadline: so even one byte at a time
 * ends, TLS handshake included. It may be closed by another thread, as any socket.
 */
final class DeadlineSocket extends Socket {
  /* A request is smaller than this, so that writing it never waits for the peer. */
  private static final int SEND_BUFFER = 128 << 10;

  private volatile Deadline deadline;

  DeadlineSocket(Deadline deadline) {
    super(Proxy.NO_PROXY);
    this.deadline = deadline;
  }

  /** Connects to {@code port} of {@code host}, or is closed. */
  void reach(InetAddress host, int port) throws IOException {
    try {
      setSendBufferSize(SEND_BUFFER);
      setTcpNoDelay(true);
      connect(new InetSocketAddress(host, port), deadline.remainingMillis());
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Lets whatever is still to come end at {@code earlier}. */
  void hurry(Deadline earlier) {
    deadline = earlier;
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
