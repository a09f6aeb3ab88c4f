package dev.pawl.transport;

import dev.pawl.process.OwnThread;
import dev.pawl.wire.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds a host's addresses before a deadline. */
final class Hosts {
  private Hosts() {}

  static List<InetAddress> resolve(String host, Deadline deadline) throws IOException {
    if (host.equalsIgnoreCase("localhost")) {
      return loopback(host);
    }
    boolean literal = host.contains(":") || host.matches("[0-9.]+");
    return literal ? List.of(InetAddress.getByName(host)) : lookUp(host, deadline);
  }

  /* Plain http is allowed for this name, so it must not lead anywhere else. */
  private static List<InetAddress> loopback(String host) throws UnknownHostException {
    List<InetAddress> found =
        Arrays.stream(InetAddress.getAllByName(host))
            .filter(InetAddress::isLoopbackAddress)
            .toList();
    if (found.isEmpty()) {
      throw new UnknownHostException("localhost is not a loopback address here");
    }
    return found;
  }

  /* The resolver cannot be given a deadline: it runs on a thread that may be left behind. */
  private static List<InetAddress> lookUp(String host, Deadline deadline) throws IOException {
    FutureTask<InetAddress[]> lookUp = new FutureTask<>(() -> InetAddress.getAllByName(host));
    OwnThread.daemon(lookUp, "pawl-resolver").start();
    try {
      return List.of(lookUp.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw new UnknownHostException("no such host: " + host);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("no answer from the name service");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while looking up " + host);
    }
  }
}
