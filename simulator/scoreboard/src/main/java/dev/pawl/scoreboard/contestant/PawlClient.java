package dev.pawl.scoreboard.contestant;

import dev.pawl.TokenManager;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.Token;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pawl as a library: one token manager, as its README has it. The first copy logs in. */
final class PawlClient implements CallLoop.Tokens {
  private final TokenManager manager;
  private @Nullable Token last;

  private PawlClient() {
    Path state = Path.of(CallLoop.variable("DRILL_SCRATCH"), "pawl");
    boolean first = !Files.exists(state);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("XDG_"));
    manager =
        TokenManager.builder()
            .environment(environment)
            .stateDirectory(state)
            .profile("default")
            .build();
    if (first) {
      manager.login(
          Grant.login(client(), TokenSet.ofRefresh(CallLoop.variable("DRILL_REFRESH_TOKEN"))));
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    CallLoop.run(new PawlClient());
  }

  private static ClientRegistration client() {
    return new ClientRegistration(
        CallLoop.variable("DRILL_ISSUER"),
        URI.create(CallLoop.variable("DRILL_TOKEN_ENDPOINT")),
        null,
        CallLoop.variable("DRILL_CLIENT_ID"),
        "",
        ReplayPolicy.UNKNOWN);
  }

  @Override
  public String token() {
    Token token = manager.token();
    last = token;
    return token.value();
  }

  @Override
  public void refused(String token) {
    if (last != null) {
      manager.renew(last);
    }
  }
}
