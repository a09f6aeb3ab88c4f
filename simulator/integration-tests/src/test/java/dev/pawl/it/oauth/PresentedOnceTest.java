package dev.pawl.it.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.ScriptedEndpoint;
import dev.pawl.it.kit.ScriptedScene;
import dev.pawl.settings.Settings;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How often a token endpoint that refuses is asked in an hour of callers that never give up. Beside
 * each other, since a caller in doubt waits for half a minute of real time in all.
 */
@Execution(ExecutionMode.CONCURRENT)
class PresentedOnceTest {
  /* A transaction may still keep its copy when its manager is closed. */
  @TempDir(cleanup = CleanupMode.NEVER)
  Path home;

  private ScriptedScene scene;

  @BeforeEach
  void open() {
    scene = new ScriptedScene(home.resolve("state"));
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 Bad Request | {\"error\":\"something_new\"} | LOG_IN | 1",
        "400 Bad Request | {\"error\":{\"code\":\"invalid_grant\"}} | LOG_IN | 1",
        "200 OK | {\"ok\":false,\"error\":\"invalid_refresh_token\"} | LOG_IN | 1",
        "401 Unauthorized | {\"error\":\"invalid_client\"} | FIX_CONFIGURATION | 1",
        "404 Not Found | <html>no</html> | FIX_CONFIGURATION | 1",
        "405 Method Not Allowed | {} | FIX_CONFIGURATION | 1",
        "302 Found | moved | FIX_CONFIGURATION | 1",
        "403 Forbidden | <html>blocked</html> | TRY_LATER | 40",
        "429 Too Many Requests | {} | TRY_LATER | 40",
        "400 Bad Request | {\"error\":\"temporarily_unavailable\"} | TRY_LATER | 40",
        "400 Bad Request | <html>no</html> | TRY_LATER | 40",
        "400 Bad Request | {\"error\":\"server_error\"} | TRY_LATER | 40",
        "500 Internal Server Error | {\"error\":\"invalid_grant\"} | TRY_LATER | 40",
        "200 OK | {\"error\":{\"type\":\"api_error\"}} | TRY_LATER | 40"
      })
  void token_refusedForAnHour_isPresentedOnceOrAFewTimes(
      String status, String body, Reason reason, int most) throws Exception {
    ScriptedEndpoint server = serving(status, body);
    TokenManager manager = expired(server.uri(), settings("{}"));

    TokenException last = askForAnHour(manager);

    assertThat(last.reason()).isEqualTo(reason);
    assertThat(server.presented()).hasSizeBetween(1, most).containsOnly("rt-1");
  }

  /** What stands between a process and a server that it never reaches. */
  enum Barrier {
    PROXY_PASSWORD("network.proxy"),
    UNKNOWN_AUTHORITY("network.trust");

    private final String remedy;

    Barrier(String remedy) {
      this.remedy = remedy;
    }

    Unreachable begin(Path directory) throws Exception {
      return this == PROXY_PASSWORD ? Unreachable.proxy() : Unreachable.unknown(directory);
    }
  }

  @ParameterizedTest
  @EnumSource
  void token_nothingCanBeSentForAnHour_isTriedAFewTimesAndSaysWhatToCorrect(Barrier barrier)
      throws Exception {
    Unreachable server = scene.opened(barrier.begin(home));
    Settings settings = settings(server.settings());
    TokenManager manager = expired(server.endpoint(), settings);

    TokenException last = askForAnHour(manager);
    TokenException other =
        catchThrowableOfType(TokenException.class, manager(settings, CacheMode.SHARED)::token);
    TokenException without =
        catchThrowableOfType(TokenException.class, manager(settings, CacheMode.NONE)::token);

    assertThat(server.connections()).isBetween(2, 40);
    for (TokenException each : new TokenException[] {last, other, without}) {
      assertThat(each.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
      assertThat(each).hasMessageContaining(barrier.remedy);
    }
    assertThat(manager.status().state()).isEqualTo(Status.State.MISCONFIGURED);
  }

  @Test
  void token_settingsChangedAfterManyFailures_asksAtOnce() throws Exception {
    Unreachable proxy = scene.opened(Unreachable.proxy());
    TokenManager manager = expired(proxy.endpoint(), settings(proxy.settings()));
    TokenException before = askForAnHour(manager);
    int tried = proxy.connections();

    Settings corrected = settings(proxy.settings() + "   ");
    TokenException after = catchThrowableOfType(TokenException.class, manager::token);
    TokenException other =
        catchThrowableOfType(TokenException.class, manager(corrected, CacheMode.SHARED)::token);

    assertThat(before.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(after.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(other.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(proxy.connections()).isEqualTo(tried + 1);
  }

  @Test
  void token_networkIsAnotherOneLater_isServedWithoutAnyCorrection() throws Exception {
    Unreachable proxy = scene.opened(Unreachable.proxy());
    Settings settings = settings(proxy.settings());
    TokenManager manager = expired(proxy.endpoint(), settings);
    TokenException refused = catchThrowableOfType(TokenException.class, manager::token);

    proxy.answerWith("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    scene.now.addAndGet(121_000);
    TokenException later = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(refused.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(later.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(later).hasMessageContaining("502");
    assertThat(proxy.connections()).isEqualTo(2);
  }

  @Test
  void token_turnedAwayOnce_isAskedAgainAfterHalfASecond() throws Exception {
    ScriptedEndpoint server =
        scene.serving(
            n ->
                n == 1
                    ? ScriptedEndpoint.answer("429 Too Many Requests", "", "{}")
                    : ScriptedEndpoint.granted(ScriptedScene.GOOD));
    TokenManager manager = expired(server.uri(), settings("{}"));

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);
    scene.now.addAndGet(501);
    Token token = manager.token();

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(token.value()).isEqualTo("at-good");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'issuers':{'gateway':{'issuer':'URI','retryableErrors':['Invalid_Request']}}} | TRY_LATER",
        "{'issuers':{'URI':{'retryableErrors':['invalid_request']}}} | TRY_LATER",
        "{'issuers':{'URI':{'finalErrors':['invalid_request']}}} | LOG_IN",
        "{'issuers':{'https://other':{'finalErrors':['invalid_request']}}} | FIX_CONFIGURATION"
      })
  void token_settingsOfTheIssuerNameItsErrors_meansWhatTheySay(String json, Reason reason)
      throws Exception {
    ScriptedEndpoint server = serving("400 Bad Request", "{\"error\":\"invalid_request\"}");
    String written = json.replace('\'', '"').replace("URI", server.uri().toString());
    TokenManager manager = expired(server.uri(), settings(written));

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(problem.reason()).isEqualTo(reason);
    assertThat(server.presented()).containsExactly("rt-1");
  }

  private TokenException askForAnHour(TokenManager manager) {
    TokenException last = catchThrowableOfType(TokenException.class, manager::token);
    for (int second = 4; second < 3_600; second += 4) {
      scene.now.addAndGet(4_000);
      last = catchThrowableOfType(TokenException.class, manager::token);
      assertThat(last).isNotNull();
    }
    return last;
  }

  private ScriptedEndpoint serving(String status, String body) {
    String headers = status.startsWith("3") ? "Location: https://other.example/token\r\n" : "";
    return scene.serving(n -> ScriptedEndpoint.answer(status, headers, body));
  }

  private Settings settings(String json) throws IOException {
    Path file = home.resolve("config/settings.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
    return new Settings(file, null);
  }

  private TokenManager manager(Settings settings, CacheMode cache) {
    return scene.manager(builder -> builder.environment(Map.of()).settings(settings).cache(cache));
  }

  private TokenManager expired(URI endpoint, Settings settings) {
    TokenManager manager = manager(settings, CacheMode.SHARED);
    manager.login(scene.endedLogin(endpoint, ReplayPolicy.UNKNOWN));
    return manager;
  }
}
