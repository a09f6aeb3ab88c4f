package dev.pawl.it.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A stand-in for an agent's command line that has a helper: one call at its start, the key kept for
 * a time and then asked for again behind the scenes, and on 401 another call half a second later,
 * up to eleven with doubling gaps (here no longer than a second). Goes on with an empty key if the
 * helper prints none. Knows nothing of Pawl.
 *
 * <p>Arguments: the helper's command line, the address of the API, the time to keep a key in
 * milliseconds. Each line of the input makes one request and brings a line: the status, how often
 * the helper was called in all, and how often it printed anything but one key.
 */
final class AgentProgram {
  private static final int MOST_CALLS = 11;
  private static final long FIRST_GAP = 500;
  private static final long LONGEST_GAP = 1_000;

  private final String helper;
  private final URI api;
  private final long ttl;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private CompletableFuture<Void> behind = CompletableFuture.completedFuture(null);
  private volatile String key = "";
  private volatile long since;

  private AgentProgram(String[] args) {
    this.helper = args[0];
    this.api = URI.create(args[1]);
    this.ttl = Long.parseLong(args[2]);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    AgentProgram agent = new AgentProgram(args);
    agent.callHelper();
    System.out.println("ready");
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    while (orders.readLine() != null) {
      int status = agent.request();
      System.out.println(status + " " + agent.calls + " " + agent.failures);
    }
    agent.behind.join();
  }

  private int request() throws IOException, InterruptedException {
    if (System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(ttl)) {
      since = System.nanoTime();
      behind = CompletableFuture.allOf(behind, CompletableFuture.runAsync(this::callHelper));
    }
    int status = send();
    long gap = FIRST_GAP;
    for (int i = 1; status == 401 && i < MOST_CALLS; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(gap));
      callHelper();
      status = send();
      gap = Math.min(LONGEST_GAP, gap * 2);
    }
    return status;
  }

  private int send() throws IOException, InterruptedException {
    String present = key.isEmpty() ? "none" : key;
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("/v1/messages"))
            .header("x-api-key", present)
            .header("authorization", "Bearer " + present)
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private void callHelper() {
    calls.incrementAndGet();
    try {
      Process process =
          new ProcessBuilder("/bin/sh", "-c", helper)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      boolean good = process.waitFor() == 0 && printed.matches("[!-~]+\n");
      failures.addAndGet(good ? 0 : 1);
      key = printed.strip();
      since = System.nanoTime();
    } catch (IOException e) {
      failures.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
