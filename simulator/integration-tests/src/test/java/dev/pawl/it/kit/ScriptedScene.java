package dev.pawl.it.kit;

import dev.pawl.TokenManager;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.CacheMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** A state directory, a clock of the test's own, and the endpoints and managers open on them. */
public final class ScriptedScene {
  public static final long HOUR = Duration.ofHours(1).toMillis();

  /** What a server should answer. */
  public static final String GOOD =
      "{\"access_token\":\"at-good\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
          + "\"refresh_token\":\"rt-good\"}";

  public final AtomicLong now = new AtomicLong(Instant.now().toEpochMilli());
  private final Path state;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  public ScriptedScene(Path state) {
    this.state = state;
  }

  public ScriptedEndpoint serving(IntFunction<String> answers) {
    return opened(new ScriptedEndpoint(answers));
  }

  /** {@code each}, closed with this scene. */
  public <T extends AutoCloseable> T opened(T each) {
    open.push(each);
    return each;
  }

  /** One more manager, as another process would have it but for the memory. */
  public TokenManager manager(UnaryOperator<TokenManager.Builder> more) {
    TokenManager.Builder builder =
        TokenManager.builder()
            .stateDirectory(state)
            .clock(() -> Instant.ofEpochMilli(now.get()))
            .cache(CacheMode.SHARED)
            .waitTimeout(Duration.ofSeconds(20))
            .requestTimeout(Duration.ofSeconds(5));
    return opened(more.apply(builder).build());
  }

  public static ClientRegistration client(URI endpoint, ReplayPolicy replay) {
    return new ClientRegistration(endpoint.toString(), endpoint, null, "client", "", replay);
  }

  /** A login whose access token lasts for an hour from now; its refresh token is {@code rt-1}. */
  public Grant login(URI endpoint, ReplayPolicy replay) {
    return loginAt(now.get(), endpoint, replay);
  }

  /** A login whose access token has ended; its refresh token is {@code rt-1}. */
  public Grant endedLogin(URI endpoint, ReplayPolicy replay) {
    return loginAt(now.get() - HOUR, endpoint, replay);
  }

  private static Grant loginAt(long time, URI endpoint, ReplayPolicy replay) {
    return Grant.login(client(endpoint, replay), new TokenSet("at-1", time, time + HOUR, "rt-1"));
  }

  public void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
