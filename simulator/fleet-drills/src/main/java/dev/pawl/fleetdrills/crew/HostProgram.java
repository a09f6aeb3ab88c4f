package dev.pawl.fleetdrills.crew;

import dev.pawl.TokenManager;
import dev.pawl.fleet.RecordStoreProvider;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.sealing.TinkSealProvider;
import dev.pawl.settings.Settings;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process of a host. Arguments: the state directory of its host, the directory of the settings,
 * the URL of the store, the file of the key, the directory of the gates. Its orders:
 *
 * <pre>
 * open PROFILE SETTINGS SECONDS MILLIS stalls|flows   a new manager: request timeout, clock ahead
 * clock MILLIS                                       how far the clock is ahead from now on
 * login ISSUER ENDPOINT REVOCATION CLIENT REPLAY ACCESS REFRESH ISSUED EXPIRES
 * logout
 * call API                                           one request; a rejected token is renewed once
 * persist API SECONDS                                the same until it is served
 * </pre>
 */
public final class HostProgram {
  private static final String SERVED = "200";
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int PATIENCE_WITH_LOG_IN = 60; // pauses: news of a login may be on its way

  private final Path state;
  private final Path settings;
  private final String url;
  private final Path key;
  private final Path gates;
  private final AtomicLong ahead = new AtomicLong();
  private @Nullable TokenManager manager;

  private HostProgram(String[] args) {
    this.state = Path.of(args[0]);
    this.settings = Path.of(args[1]);
    this.url = args[2];
    this.key = Path.of(args[3]);
    this.gates = Path.of(args[4]);
  }

  /** Answers until the input ends. */
  public static void main(String[] args) throws IOException {
    Orders.serve(new HostProgram(args)::answer);
    Runtime.getRuntime().halt(0);
  }

  private String answer(String order) throws IOException {
    String[] words = order.split(" ", -1);
    return switch (words[0]) {
      case "open" -> open(words);
      case "clock" -> clock(Long.parseLong(words[1]));
      case "login" -> manager().login(grant(words)).toString();
      case "logout" -> manager().logout().profile();
      case "call" -> call(URI.create(words[1]));
      case "persist" -> persist(URI.create(words[1]), Long.parseLong(words[2]));
      default -> "no such order: " + words[0];
    };
  }

  private TokenManager manager() {
    return Objects.requireNonNull(manager, "open first");
  }

  private String open(String[] words) throws IOException {
    if (manager != null) {
      manager.close();
    }
    ahead.set(Long.parseLong(words[4]));
    TokenManager.Builder builder =
        TokenManager.builder()
            .profile(words[1])
            .stateDirectory(state)
            .environment(Map.of())
            .settings(new Settings(settings.resolve(words[2] + ".json"), null))
            .clock(() -> Instant.now().plusMillis(ahead.get()))
            .requestTimeout(Duration.ofSeconds(Long.parseLong(words[3])))
            .waitTimeout(Duration.ofSeconds(20));
    manager = (words[5].equals("stalls") ? stalling(builder) : builder).build();
    return "opened";
  }

  private TokenManager.Builder stalling(TokenManager.Builder builder) throws IOException {
    for (RecordStoreProvider each : ServiceLoader.load(RecordStoreProvider.class)) {
      if (each.opens(url)) {
        return builder.fleet(
            new StallingStore(each.open(StoreAddress.of(url)), gates),
            new TinkSealProvider().seal(Files.readString(key)));
      }
    }
    throw new IOException("nothing opens " + url);
  }

  private String clock(long millis) {
    ahead.set(millis);
    return "set";
  }

  private static Grant grant(String[] words) {
    ClientRegistration client =
        new ClientRegistration(
            words[1],
            URI.create(words[2]),
            URI.create(words[3]),
            words[4],
            "",
            ReplayPolicy.parse(words[5]));
    return Grant.login(
        client,
        new TokenSet(words[6], Long.parseLong(words[8]), Long.parseLong(words[9]), words[7]));
  }

  private String persist(URI api, long seconds) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    int told = 0;
    String answer = "";
    while (!answer.equals(SERVED) && System.nanoTime() - end < 0 && told < PATIENCE_WITH_LOG_IN) {
      try {
        answer = call(api);
      } catch (TokenException e) {
        answer = e.reason() + ": " + e.getMessage();
        told += e.reason() == TokenException.Reason.LOG_IN ? 1 : 0;
      } catch (IOException e) { // the host may be cut off
        answer = "failed: " + e;
      }
      if (!answer.equals(SERVED)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return answer;
  }

  private String call(URI api) throws IOException {
    Token token = manager().token();
    int status = status(api, token);
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED
        || status == HttpURLConnection.HTTP_FORBIDDEN) {
      status = status(api, manager().renew(token));
    }
    return String.valueOf(status);
  }

  private static int status(URI api, Token token) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) api.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestProperty("Authorization", "Bearer " + token.value());
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
