package dev.pawl.transport;

import dev.pawl.wire.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The attempts at connecting to a host that has several addresses (RFC 8305 section 5): the
 * families take turns, the next attempt begins after 250 ms or as soon as one fails, the first
 * connection counts and the others are closed. Nothing is written on any of them. Made for one use;
 * an interrupt of the calling thread is kept, and ends nothing.
 */
final class ConnectionAttempts {
  /** Section 8: the recommended Connection Attempt Delay. */
  private static final int DELAY_MILLIS = 250;

  private final int port;
  private final Deadline deadline;
  private final BlockingQueue<Attempt> ended = new LinkedBlockingQueue<>();
  private final List<DeadlineSocket> sockets = new ArrayList<>();

  private ConnectionAttempts(int port, Deadline deadline) {
    this.port = port;
    this.deadline = deadline;
  }

  /**
   * How one attempt ended.
   *
   * @param failure null if it is connected
   */
  private record Attempt(DeadlineSocket socket, @Nullable IOException failure) {}

  /**
   * A connection to one of {@code hosts}.
   *
   * @throws IOException the last failure, if no address can be connected to before the deadline
   */
  static DeadlineSocket toAnyOf(List<InetAddress> hosts, int port, Deadline deadline)
      throws IOException {
    if (hosts.size() == 1) {
      DeadlineSocket socket = new DeadlineSocket(deadline);
      socket.reach(hosts.get(0), port);
      return socket;
    }
    return new ConnectionAttempts(port, deadline).first(hosts);
  }

  private DeadlineSocket first(List<InetAddress> hosts) throws IOException {
    Iterator<InetAddress> next = interleaved(hosts).iterator();
    IOException failure = new ConnectException("no address");
    DeadlineSocket connected = null;
    int pending = 0;
    try {
      while (next.hasNext() || pending > 0) {
        if (next.hasNext()) {
          begin(next.next());
          pending++;
        }
        int left = deadline.remainingMillis();
        Attempt attempt = await(next.hasNext() ? Math.min(DELAY_MILLIS, left) : left);
        if (attempt != null && attempt.failure() == null) {
          connected = attempt.socket();
          return connected;
        }
        pending -= attempt == null ? 0 : 1;
        failure = attempt == null ? failure : attempt.failure();
      }
      throw failure;
    } finally {
      closeAllBut(connected);
    }
  }

  private void begin(InetAddress host) {
    DeadlineSocket socket = new DeadlineSocket(deadline);
    sockets.add(socket);
    Thread thread = new Thread(() -> ended.add(attempted(socket, host)), "pawl-connect");
    thread.setDaemon(true);
    thread.start();
  }

  private Attempt attempted(DeadlineSocket socket, InetAddress host) {
    try {
      socket.reach(host, port);
      return new Attempt(socket, null);
    } catch (IOException e) {
      return new Attempt(socket, e);
    } catch (RuntimeException e) {
      return new Attempt(socket, new IOException("the attempt broke off", e));
    }
  }

  private @Nullable Attempt await(int millis) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return ended.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /* What is being connected meanwhile is closed too: its thread then ends at once. */
  private void closeAllBut(@Nullable DeadlineSocket connected) {
    for (DeadlineSocket socket : sockets) {
      try {
        if (socket != connected) {
          socket.close();
        }
      } catch (IOException e) {
        // nothing was written on it
      }
    }
  }

  /** Section 4: the families by turns, in the order of each; the first address stays the first. */
  static List<InetAddress> interleaved(List<InetAddress> hosts) {
    List<InetAddress> ordered = new ArrayList<>();
    List<InetAddress> rest = new ArrayList<>(hosts);
    Class<?> last = null;
    while (!rest.isEmpty()) {
      int at = 0;
      while (at < rest.size() - 1 && rest.get(at).getClass() == last) {
        at++;
      }
      InetAddress next = rest.remove(rest.get(at).getClass() == last ? 0 : at);
      ordered.add(next);
      last = next.getClass();
    }
    return ordered;
  }
}
