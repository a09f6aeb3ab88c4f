package dev.pawl.it.session;

import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.clock.TokenClock;
import dev.pawl.credentials.FastPath;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.Scene;
import dev.pawl.it.kit.UserScene;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clock of the machine was ahead when a token came, and was put right. */
class ClockAheadTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @RegisterExtension final UserScene scene = UserScene.strict();

  /** What is logged as a warning about a token whose end nobody knows. */
  private static final class Heard extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.pawl.session.ProfileTokens");
    private final List<String> messages = new ArrayList<>();

    Heard() {
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord logged) {
      messages.add(new java.util.logging.SimpleFormatter().formatMessage(logged));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }

  private Instant put(Scene scene, Duration ahead) {
    return scene.simulator.clock().instant().plus(ahead);
  }

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void token_refreshedWhileTheClockWasAhead_isRefreshedOnceTheClockIsRight(CacheMode cache) {
    Duration[] ahead = {HOUR};
    TokenManager manager =
        scene.manager(builder -> builder.clock(() -> put(scene, ahead[0])).cache(cache));
    manager.login(scene.freshGrant());
    Token wrong = manager.token();

    ahead[0] = Duration.ZERO;
    Token right = manager.token();
    Token again = manager.token();

    assertThat(wrong.expiry()).isAfter(put(scene, HOUR.plusMinutes(50)));
    assertThat(right.generation()).isEqualTo(wrong.generation() + 1);
    assertThat(right.expiry()).isBefore(put(scene, HOUR.plusMinutes(1)));
    assertThat(again).isEqualTo(right);
    scene.spends().areExactly(2);
  }

  @Test
  void commands_clockPutRightAfterARefresh_sayThatNothingIsUsableAndRefreshOnce() {
    Token wrong = refreshedAhead(scene);
    FastPath atOnce = Objects.requireNonNull(FastPath.ofNamed(scene.environment, "default"));

    Token warm = atOnce.token(Duration.ZERO);
    CommandRun status = scene.run("status", "default");
    CommandRun json = scene.run("status", "default", "--json");
    CommandRun token = scene.run("token", "default");
    CommandRun again = scene.run("token");
    CommandRun after = scene.run("status");

    assertThat(warm).isNull();
    assertThat(status.exit()).as(status.all()).isEqualTo(LOG_IN);
    assertThat(status.out())
        .contains("not usable", "the clock of this machine was ahead")
        .doesNotContain("at the last refresh the server's");
    assertThat(json.out()).contains("\"usable\":false", "\"skewMillis\":0");
    assertThat(token.exit()).as(token.all()).isEqualTo(OK);
    assertThat(token.out()).isNotBlank().doesNotContain(wrong.value());
    assertThat(again).isEqualTo(token);
    assertThat(after.exit()).as(after.all()).isEqualTo(OK);
    scene.spends().areExactly(2);
  }

  @Test
  void commands_clockPutRightAndTheCacheGone_refreshOnce() throws IOException {
    Token wrong = refreshedAhead(scene);
    Files.delete(scene.home.resolve("cache"));

    CommandRun status = scene.run("status");
    CommandRun token = scene.run("token");
    CommandRun again = scene.run("token");

    assertThat(status.exit()).as(status.all()).isEqualTo(LOG_IN);
    assertThat(token.exit()).as(token.all()).isEqualTo(OK);
    assertThat(token.out()).isNotBlank().doesNotContain(wrong.value());
    assertThat(again).isEqualTo(token);
    scene.spends().areExactly(2);
  }

  /* By a process of an hour ahead, which has ended since. */
  private Token refreshedAhead(Scene scene) {
    try (TokenManager ahead = scene.manager(builder -> builder.clock(() -> put(scene, HOUR)))) {
      ahead.login(scene.freshGrant());
      return ahead.token();
    }
  }

  @Test
  void status_clockPutRight_saysNeitherUsableNorThatTheClockIsOff() {
    Duration[] ahead = {HOUR};
    TokenManager manager = scene.manager(builder -> builder.clock(() -> put(scene, ahead[0])));
    manager.login(scene.freshGrant());
    Token unused = manager.renew(manager.token());

    ahead[0] = Duration.ZERO;
    Status status = manager.status();

    assertThat(status.usable()).isFalse();
    assertThat(status.state()).isEqualTo(Status.State.EXPIRED);
    assertThat(status.skewMillis()).isZero();
    assertThat(status.expiry()).isNull();
    assertThat(status.problem()).contains("the clock of this machine was ahead");
  }

  @Test
  void token_clockWasAheadAndTheServerIsAway_isServedWithAWarning() {
    try (Heard heard = new Heard()) {
      Duration[] ahead = {HOUR};
      TokenManager manager = scene.manager(builder -> builder.clock(() -> put(scene, ahead[0])));
      manager.login(scene.freshGrant());
      Token wrong = manager.renew(manager.token());
      scene.fault("refresh: BEFORE_COMMIT 429 retry-after=30");

      ahead[0] = Duration.ZERO;
      Token served = manager.token();

      assertThat(served).isEqualTo(wrong);
      assertThat(heard.messages).singleElement().asString().contains("was ahead", "default");
    }
  }

  @Test
  void token_noRefreshTokenAndTheClockWasAhead_isServedWithAWarning() {
    try (Heard heard = new Heard()) {
      long now = scene.simulator.clock().millis() + HOUR.toMillis();
      TokenManager manager = scene.manager();
      manager.login(
          Grant.login(
              scene.client(), new TokenSet("access-alone", now, now + HOUR.toMillis(), null)));

      Token served = manager.token();

      assertThat(served.value()).isEqualTo("access-alone");
      assertThat(heard.messages).singleElement().asString().contains("was ahead");
    }
  }

  @Test
  void token_itsLifePassedWhileTheClockWasPutBackAgainAndAgain_isRefreshed() {
    scene.simulator.clock().freeze();
    TokenClock monotonic = TokenClock.system();
    long begun = monotonic.nanos();
    TokenManager manager =
        scene.manager(
            builder ->
                builder.clock(
                    () -> put(scene, Duration.ofMillis(50 - ticks(monotonic.nanos() - begun)))));
    TokenSet hour = scene.freshGrant().tokens();
    long issued = hour.issuedAt();
    manager.login(
        Grant.login(
            scene.client(), new TokenSet(hour.access(), issued, issued + 1_000, hour.refresh())));
    Token first = manager.token();
    long deadline = monotonic.deadline(Duration.ofSeconds(20));

    Token later = manager.token();
    while (later.equals(first) && monotonic.nanos() - deadline < 0) {
      later = manager.token();
    }

    assertThat(first.generation()).isEqualTo(1);
    assertThat(later.generation()).isEqualTo(2);
    scene.spends().areExactly(1);
  }

  private static long ticks(long nanos) {
    return nanos / 400_000_000;
  }

  @Test
  void token_clockPutRightAfterAFailure_isNotKeptWaiting() {
    Duration[] ahead = {Duration.ofMinutes(10)};
    TokenManager manager =
        scene.manager(
            builder ->
                builder.clock(() -> put(scene, ahead[0])).waitTimeout(Duration.ofMillis(500)));
    manager.login(scene.freshGrant());
    scene.expire();
    scene.fault("refresh#1: BEFORE_COMMIT error=temporarily_unavailable");
    scene.simulator.clock().freeze();
    TokenException failed = catchThrowableOfType(TokenException.class, manager::token);

    ahead[0] = Duration.ZERO;
    Token token = scene.manager().token();

    assertThat(failed.reason()).isEqualTo(TokenException.Reason.TRY_LATER);
    assertThat(token.generation()).isEqualTo(2);
  }
}
