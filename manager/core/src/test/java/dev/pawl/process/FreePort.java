package dev.pawl.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port that nobody listens at, for a test that must know it before it is opened.
 *
 * <p>It lies below the ports that systems hand out for connections and for port 0 (32768 on Linux,
 * 49152 elsewhere), so that no connection of another test takes it in between.
 */
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int END = 32_000;

  private FreePort() {}

  /** Finds a port that is free at the loopback address. */
  public static int find() throws IOException {
    BindException taken = new BindException("no free port from " + FIRST + " to " + END);
    for (int i = 0; i < 100; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (BindException e) {
        taken.addSuppressed(e);
      }
    }
    throw taken;
  }
}
