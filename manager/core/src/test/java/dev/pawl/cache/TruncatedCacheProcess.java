package dev.pawl.cache;

import dev.pawl.TokenManager;
import dev.pawl.credentials.Workplace;
import dev.pawl.token.TokenException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * A child JVM that asks for tokens and the status without a pause until a file named {@code stop}
 * appears, and tells of the calls that gave none.
 */
final class TruncatedCacheProcess {
  private static final int WARM = 100_000;
  private static final int ROUND = 2_000;
  private static final int MOST_TOLD = 20;

  private static int told;

  private TruncatedCacheProcess() {}

  public static void main(String[] args) {
    Workplace place = new Workplace(Path.of(args[0]));
    try (TokenManager manager = place.login().build()) {
      round(manager, WARM);
      tell("hot");
      while (!isToStop(args[0])) {
        round(manager, ROUND);
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

  /* What the JVM reports after the call has returned its token is no matter of the call. */
  private static void round(TokenManager manager, int times) {
    for (int i = 0; i < times; i++) {
      try {
        if (!call(manager, i).equals("login-token")) {
          tell("another token");
        }
      } catch (TokenException | InternalError e) {
        boolean within =
            Arrays.stream(e.getStackTrace())
                .anyMatch(at -> at.getClassName().equals(TokenManager.class.getName()));
        if (within) {
          tell(e + " at " + e.getStackTrace()[0]);
        }
      }
    }
  }

  private static String call(TokenManager manager, int number) {
    if (number % 50 == 1) {
      return manager.tokenValidFor(Duration.ofSeconds(1)).value();
    }
    if (number % 50 == 2) {
      return manager.status().usable() ? "login-token" : "not usable";
    }
    return manager.token().value();
  }

  private static void tell(String line) {
    if (told++ < MOST_TOLD) {
      System.out.println(line);
    }
  }
}
