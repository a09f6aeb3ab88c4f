package dev.pawl.cache.chronicle;

import dev.pawl.TokenManager;
import dev.pawl.credentials.Workplace;
import dev.pawl.spi.Account;
import dev.pawl.token.Token;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A child JVM that logs in or asks for the token, and says which cache it uses. */
final class JdkWithoutChronicleProcess {
  private static final int MOST = 600;
  private static final long PAUSE_NANOS = 50_000_000;

  private JdkWithoutChronicleProcess() {}

  private static boolean isWanting(String directory) {
    return Files.notExists(Path.of(directory, "state", "cache"));
  }

  public static void main(String[] args) throws Exception {
    Workplace place = new Workplace(Path.of(args[1]));
    if (args[0].equals("login")) {
      place.user("{\"cache\": {\"engine\": \"chronicle\", \"profiles\": 7}}");
      place.logIn(Account.UNKNOWN);
    }
    try (TokenManager manager = place.login().build()) {
      String token = manager.token().value();
      for (int i = 0; args[0].equals("login") && i < MOST && isWanting(args[1]); i++) {
        LockSupport.parkNanos(PAUSE_NANOS);
        Token unused = manager.token(); // once Chronicle is loaded, it has the table made
      }
      System.out.println(token.equals(manager.token().value()) ? token : "two tokens");
      System.out.println(manager.status().cache());
    }
  }
}
