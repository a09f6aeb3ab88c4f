package dev.pawl.cache;

import com.sun.net.httpserver.HttpServer;
import dev.pawl.TokenManager;
import dev.pawl.credentials.Workplace;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A child JVM that asks for tokens and the status, or logs in and renews, without a pause until a
 * file named {@code stop} appears, and tells of the calls that came to anything else than they
 * should.
 */
final class TruncatedCacheProcess {
  private static final int WARM = 100_000;
  private static final int ROUND = 2_000;
  private static final int WARM_CHANGES = 20;
  private static final int MOST_TOLD = 20;

  private static int told;

  private TruncatedCacheProcess() {}

  public static void main(String[] args) throws IOException {
    Workplace place = new Workplace(Path.of(args[0]));
    boolean changes = args[1].equals("changes");
    try (TokenManager manager = place.login().build();
        Server server = new Server()) {
      round(manager, server, changes, changes ? WARM_CHANGES : WARM);
      tell("hot");
      while (!isToStop(args[0])) {
        round(manager, server, changes, changes ? 1 : ROUND);
      }
    } finally {
      tell("done");
    }
  }

  private static boolean isToStop(String directory) {
    try {
      return Files.exists(Path.of(directory, "stop"));
    } catch (InternalError e) {
      return false;
    }
  }

  private static void round(TokenManager manager, Server server, boolean changes, int times) {
    for (int i = 0; i < times; i++) {
      try {
        String problem = changes ? change(manager, server) : call(manager, i);
        if (!problem.isEmpty()) {
          tell(problem);
        }
      } catch (TokenException | InternalError e) {
        if (isOfTheCall(e)) {
          tell(e + " at " + e.getStackTrace()[0]);
        }
      }
    }
  }

  /* What the JVM reports after the call has returned its token is no matter of the call. */
  private static boolean isOfTheCall(Throwable e) {
    return Arrays.stream(e.getStackTrace())
        .map(StackTraceElement::getClassName)
        .anyMatch(name -> name.startsWith("dev.pawl.") && !name.startsWith(OWN));
  }

  private static final String OWN = TruncatedCacheProcess.class.getName();

  private static String call(TokenManager manager, int number) {
    if (number % 50 == 2) {
      return manager.status().usable() ? "" : "not usable";
    }
    Token token = number % 50 == 1 ? manager.tokenValidFor(Duration.ofSeconds(1)) : manager.token();
    return token.value().equals("login-token") ? "" : "another token";
  }

  /* A token that was born of a rejection is not forced again at once, so each is a login's. */
  private static String change(TokenManager manager, Server server) {
    Grant login = server.login();
    manager.login(login);
    Token before = manager.token();
    Token after = manager.renew(before);
    if (!before.value().equals(login.tokens().access()) || !after.value().equals(server.last())) {
      return "another token: " + before + ", " + after;
    }
    return server.isPresentedTwice() ? "a token was presented twice" : "";
  }

  private static void tell(String line) {
    if (told++ < MOST_TOLD) {
      System.out.println(line);
    }
  }

  /** An issuer whose tokens are numbered. */
  private static final class Server implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger number = new AtomicInteger();
    private final Set<String> presented = ConcurrentHashMap.newKeySet();
    private volatile boolean twice;

    Server() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            byte[] form = exchange.getRequestBody().readAllBytes();
            twice |= !presented.add(new String(form, StandardCharsets.US_ASCII));
            int next = number.incrementAndGet();
            String answer =
                "{\"access_token\":\"access-%d\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
                    + "\"refresh_token\":\"refresh-%d\"}";
            byte[] bytes = answer.formatted(next, next).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
    }

    Grant login() {
      int next = number.incrementAndGet();
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      ClientRegistration client =
          new ClientRegistration(uri.toString(), uri, null, "test", "", ReplayPolicy.UNKNOWN);
      TokenSet tokens = new TokenSet("access-" + next, 0, Long.MAX_VALUE, "refresh-" + next);
      return Grant.login(client, tokens);
    }

    String last() {
      return "access-" + number.get();
    }

    boolean isPresentedTwice() {
      return twice;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
