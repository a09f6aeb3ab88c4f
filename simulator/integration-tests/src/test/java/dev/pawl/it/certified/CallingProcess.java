package dev.pawl.it.certified;

import dev.pawl.TokenManager;
import dev.pawl.token.Token;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A child JVM that calls an API for a while as an application does: each time with the token that
 * the manager gives, and once more after a 401. Prints how many calls were lost: refused twice, the
 * second time with a token that had not ended when the answer came.
 */
final class CallingProcess {
  /* How seldom it calls: the processors are there for twelve of them and the provider. */
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private CallingProcess() {}

  public static void main(String[] args) throws Exception {
    URI api = URI.create(args[0]);
    long end = System.nanoTime() + Duration.parse(args[1]).toNanos();
    int lost = 0;
    try (TokenManager manager = TokenManager.builder().build()) {
      while (System.nanoTime() - end < 0) {
        Token token = manager.token();
        if (status(api, token) == HttpURLConnection.HTTP_UNAUTHORIZED) {
          token = manager.renew(token);
          boolean refused = status(api, token) != HttpURLConnection.HTTP_OK;
          lost += refused && Instant.now().isBefore(token.expiry()) ? 1 : 0;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    System.out.println(lost);
  }

  private static int status(URI api, Token token) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) api.toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + token.value());
    return connection.getResponseCode();
  }

  static List<String> command(URI api, Duration time) {
    return List.of(
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
        "-XX:-UsePerfData",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        CallingProcess.class.getName(),
        api.toString(),
        time.toString());
  }
}
