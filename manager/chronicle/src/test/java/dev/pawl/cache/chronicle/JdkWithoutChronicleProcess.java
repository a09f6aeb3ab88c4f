package dev.pawl.cache.chronicle;

import dev.pawl.TokenManager;
import dev.pawl.cache.table.ChronicleTable;
import dev.pawl.credentials.Workplace;
import dev.pawl.spi.Account;
import dev.pawl.token.Token;
import java.nio.file.Path;
import java.time.Duration;

/** A child JVM that logs in or asks for the token, and says which cache it uses. */
final class JdkWithoutChronicleProcess {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private JdkWithoutChronicleProcess() {}

  public static void main(String[] args) throws Exception {
    Workplace place = new Workplace(Path.of(args[1]));
    if (args[0].equals("login")) {
      place.user("{\"cache\": {\"engine\": \"chronicle\", \"profiles\": 7}}");
      place.logIn(Account.UNKNOWN);
    }
    try (TokenManager manager = place.login().build()) {
      String token = manager.token().value();
      if (args[0].equals("login")) {
        ChronicleTable.awaitReady(LONGEST);
        Token unused = manager.token(); // now that Chronicle is loaded, it has the table made
      }
      System.out.println(token.equals(manager.token().value()) ? token : "two tokens");
      System.out.println(manager.status().cache());
    }
  }
}
