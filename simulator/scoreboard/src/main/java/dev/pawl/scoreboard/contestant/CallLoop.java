package dev.pawl.scoreboard.contestant;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What every contestant does with its tokens: it calls the API five times a second. */
final class CallLoop {
  private static final int SERVED = 200;
  private static final long PAUSE_MILLIS = 200;
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

  private CallLoop() {}

  /** Where the tokens come from: the library. */
  interface Tokens {
    /** Returns a token that the library believes to be good. */
    String token() throws Exception;

    /** The API has refused a token with 401. */
    void refused(String token) throws Exception;
  }

  /** Calls until the process is ended; what fails is printed and tried again a second later. */
  static void run(Tokens tokens) throws InterruptedException {
    while (true) {
      try {
        String token = tokens.token();
        if (call(token) != SERVED) {
          tokens.refused(token);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        System.err.println(e);
        TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MILLIS);
      }
    }
  }

  private static int call(String token) throws IOException {
    HttpURLConnection call =
        (HttpURLConnection) URI.create(variable("DRILL_API")).toURL().openConnection();
    call.setRequestProperty("Authorization", "Bearer " + token);
    try {
      return call.getResponseCode();
    } finally {
      call.disconnect();
    }
  }

  /** Returns what the drill says to each copy of a client. */
  static String variable(String name) {
    return Objects.requireNonNull(System.getenv(name), name);
  }
}
