package dev.pawl.drills.child;

import dev.pawl.TokenManager;
import dev.pawl.TokenManagers;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProfileLogin;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.CacheMode;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A gateway: one process that acts for very many customers. One order at a time. */
final class Gateway {
  private final InstantSource clock;
  private @Nullable TokenManagers managers;
  private long heapBefore;

  Gateway(InstantSource clock) {
    this.clock = clock;
  }

  /** The name of customer {@code number}. */
  static String profile(int number) {
    return "customer-" + number;
  }

  Map<String, Object> take(RunnerCommand order) throws IOException, InterruptedException {
    switch (order.text("act")) {
      case "open" -> open(order);
      case "import" -> {
        return imported(order);
      }
      case "sweep" -> {
        return sweep(order);
      }
      case "close" -> managers().close();
      default -> throw new IllegalArgumentException("unknown act " + order.text("act"));
    }
    return Map.of();
  }

  private TokenManagers managers() {
    TokenManagers open = managers;
    if (open == null) {
      throw new IllegalStateException("the gateway is not open");
    }
    return open;
  }

  private void open(RunnerCommand order) {
    managers =
        TokenManagers.open(
            TokenManager.builder()
                .stateDirectory(Path.of(order.text("state")))
                .clock(clock)
                .cache(order.text("cache").equals("none") ? CacheMode.NONE : CacheMode.SHARED)
                .waitTimeout(order.millis("timeoutMillis", 45_000))
                .expectedProfiles((int) order.number("profiles", 1)));
    heapBefore = heap();
  }

  /* Each line: profile, access token, refresh token. */
  private Map<String, Object> imported(RunnerCommand order) throws IOException {
    ClientRegistration client =
        new ClientRegistration(
            order.text("issuer"),
            URI.create(order.text("tokenEndpoint")),
            null,
            order.text("clientId"),
            "",
            ReplayPolicy.UNKNOWN);
    long now = clock.millis();
    long end = now + order.number("lifetimeMillis", 0);
    Map<String, Object> counts = new TreeMap<>();
    try (Stream<String> lines = Files.lines(Path.of(order.text("file")))) {
      managers()
          .importLogins(
              lines.map(line -> login(client, line.split(" ", -1), now, end)).iterator(),
              outcome -> count(counts, outcome));
    }
    return counts;
  }

  private static ProfileLogin login(ClientRegistration client, String[] words, long now, long end) {
    return new ProfileLogin(
        words[0], Grant.login(client, new TokenSet(words[1], now, end, words[2])));
  }

  private static void count(Map<String, Object> counts, LoginOutcome outcome) {
    Object before = counts.getOrDefault(outcome.result().name(), 0L);
    counts.put(outcome.result().name(), (Long) before + 1);
  }

  /** Asks for the token of every profile, from several threads, beginning at a place of its own. */
  private Map<String, Object> sweep(RunnerCommand order) throws InterruptedException {
    int profiles = (int) order.number("profiles", 1);
    int first = (int) order.number("first", 0);
    AtomicInteger next = new AtomicInteger();
    ConcurrentMap<Integer, Token> served = new ConcurrentHashMap<>(2 * profiles);
    ConcurrentMap<String, String> refused = new ConcurrentSkipListMap<>();
    Thread[] threads = new Thread[(int) order.number("threads", 1)];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                for (int n = next.getAndIncrement(); n < profiles; n = next.getAndIncrement()) {
                  int number = (first + n) % profiles;
                  ask(number, order, served, refused);
                }
              },
              "gateway-" + i);
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return report(profiles, served, refused);
  }

  private void ask(
      int number, RunnerCommand order, Map<Integer, Token> served, Map<String, String> refused) {
    long deadline = System.nanoTime() + order.number("deadlineMillis", 60_000) * 1_000_000;
    while (true) {
      try {
        served.put(number, managers().manager(profile(number)).token());
        return;
      } catch (TokenException e) {
        boolean later = e.reason() == TokenException.Reason.TRY_LATER;
        if (!later || System.nanoTime() + e.retryAfter().toNanos() - deadline >= 0) {
          refused.put(profile(number), String.valueOf(e.getMessage()));
          return;
        }
        pause(e.retryAfter().toMillis());
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(Math.max(10, millis));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a gateway", e);
    }
  }

  private Map<String, Object> report(
      int profiles, Map<Integer, Token> served, Map<String, String> refused) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("served", served.size());
    report.put("refused", refused.size());
    report.put("why", refused.values().stream().findFirst().orElse(""));
    report.put("generations", generations(served));
    report.put("digest", digest(profiles, served));
    served.clear();
    report.put("heapBytes", heap() - heapBefore);
    report.put("managers", managers().size());
    report.put("descriptors", entries("/proc/self/fd"));
    report.put("mappings", lines("/proc/self/maps"));
    return report;
  }

  private static String generations(Map<Integer, Token> served) {
    Map<Long, Long> counts = new TreeMap<>();
    served.values().forEach(token -> counts.merge(token.generation(), 1L, Long::sum));
    return counts.toString();
  }

  /* One figure for all tokens: processes that have the same one see the same tokens. */
  private static String digest(int profiles, Map<Integer, Token> served) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (int n = 0; n < profiles; n++) {
        Token token = served.get(n);
        String line = (token == null ? "" : token.value()) + "\n";
        sha.update(line.getBytes(StandardCharsets.US_ASCII));
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long entries(String directory) {
    try (Stream<Path> all = Files.list(Path.of(directory))) {
      return all.count();
    } catch (IOException e) {
      return 0; // a system without it
    }
  }

  private static long lines(String file) {
    try (Stream<String> all = Files.lines(Path.of(file))) {
      return all.count();
    } catch (IOException e) {
      return 0; // a system without it
    }
  }
}
