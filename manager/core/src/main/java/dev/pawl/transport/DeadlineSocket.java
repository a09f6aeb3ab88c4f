package dev.pawl.transport;

import dev.pawl.wire.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A socket that gives each single read what is left of one deadline: so even one byte at a time
 * ends, TLS handshake included. Once something is {@link #asked}, what has come when the deadline
 * passes is read all the same: the process may have been stopped for longer, and the answer that it
 * waited for lies there. It may be closed by another thread, as any socket.
 *
 * <p>A peer that has closed the connection may have said why before that: what it said is read
 * before a failure to write counts. In TLS 1.3 a server refuses a client's certificate so, when the
 * client may be sending its request already (RFC 8446 section 4.4.2.4).
 */
final class DeadlineSocket extends Socket {
  /* A request is smaller than this, so that writing it never waits for the peer. */
  private static final int SEND_BUFFER = 128 << 10;

  private volatile Deadline deadline;
  private volatile @Nullable IOException unwritten;
  private volatile boolean asked;
  private int late = -1; // what may still be read after the deadline, in bytes; its end is one more

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

  /**
   * Has what comes from now on be an answer: it is read, however late.
   *
   * @throws SocketTimeoutException if the deadline has passed: nothing may be asked any more
   */
  void asked() throws SocketTimeoutException {
    int unused = deadline.remainingMillis();
    asked = true;
  }

  /** Lets whatever is still to come end at {@code earlier}, if that is earlier. */
  void hurry(Deadline earlier) {
    if (earlier.atNanos() - deadline.atNanos() < 0) {
      deadline = earlier;
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        byte[] octet = new byte[1];
        return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        setSoTimeout(patience());
        int count = super.read(bytes, offset, late < 0 ? length : Math.min(length, late));
        IOException failure = unwritten;
        if (count < 0 && failure != null) {
          throw failure;
        }
        late -= late > 0 && count > 0 ? count : 0;
        return count;
      }

      private int patience() throws IOException {
        try {
          return deadline.remainingMillis();
        } catch (SocketTimeoutException e) {
          late = asked && late < 0 ? available() + 1 : late;
          if (late <= 0) {
            throw e;
          }
          return 1;
        }
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    OutputStream out = super.getOutputStream();
    return new OutputStream() {
      @Override
      public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        try {
          if (unwritten == null) {
            out.write(bytes, offset, length);
          }
        } catch (IOException e) {
          unwritten = e;
        }
      }
    };
  }
}
