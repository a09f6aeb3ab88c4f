package dev.pawl.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures how many refreshes a second the simulator carries: connections that are kept alive, each
 * with a family of its own, each spending one refresh token after the other. Not a test; run its
 * {@code main} with connections and seconds.
 */
final class TokenStorm {
  private static final Pattern SUCCESSOR = Pattern.compile("\"refresh_token\":\"([^\"]+)\"");

  private TokenStorm() {}

  public static void main(String[] arguments) throws Exception {
    int connections = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 32;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    try (Simulator simulator = Simulator.builder().seed(1).start()) {
      run(simulator, connections, Math.max(1, seconds / 2));
      long before = simulator.ledger().position();
      long nanos = System.nanoTime();
      run(simulator, connections, seconds);
      double elapsed = (System.nanoTime() - nanos) / 1e9;
      long spends = simulator.ledger().since(before).grants().count();
      System.out.printf(
          "%d connections: %.0f refreshes/s, %d spends, %d reuses%n",
          connections, spends / elapsed, spends, simulator.ledger().spentTwice().size());
    }
  }

  private static void run(Simulator simulator, int connections, int seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Future<?>> loops = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        String first = simulator.newFamily("storm").refreshToken();
        loops.add(
            threads.submit(
                () -> {
                  spendUntil(simulator, first, end);
                  return null;
                }));
      }
      for (Future<?> loop : loops) {
        loop.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void spendUntil(Simulator simulator, String first, long end) throws IOException {
    String token = first;
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), simulator.issuer().getPort())) {
      socket.setTcpNoDelay(true);
      while (System.nanoTime() - end < 0) {
        send(socket.getOutputStream(), simulator.clientId(), token);
        token = successor(socket.getInputStream());
      }
    }
  }

  private static void send(OutputStream out, String clientId, String token) throws IOException {
    String body = "grant_type=refresh_token&client_id=" + clientId + "&refresh_token=" + token;
    String request =
        "POST /oauth/token HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    out.write(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String successor(InputStream in) throws IOException {
    byte[] buffer = new byte[4096];
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf("profile\"}") < 0) {
      int count = in.read(buffer);
      if (count < 0) {
        throw new IOException("the connection ended after: " + seen.length() + " characters");
      }
      seen.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
    }
    Matcher matcher = SUCCESSOR.matcher(seen);
    if (!matcher.find()) {
      throw new IOException("no successor in the answer");
    }
    return matcher.group(1);
  }
}
