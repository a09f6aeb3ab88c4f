package dev.pawl.it.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.UserScene;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A login or logout whose lock file is replaced while it has the lock, and another process that
 * logs in meanwhile: that login stays.
 */
final class FencedLoginTest {
  @RegisterExtension final UserScene scene = UserScene.strict();
  private TokenManager manager;
  private Grant others;

  @BeforeEach
  void start() {
    manager =
        scene.manager(
            builder ->
                builder.requestTimeout(Duration.ofMinutes(1)).waitTimeout(Duration.ofMinutes(1)));
    manager.login(scene.freshGrant());
    others = scene.freshGrant();
  }

  @Test
  void logout_anotherLogsInBeforeItDeletes_endsWithoutALogout() throws Exception {
    touchByAnotherTool();

    Throwable thrown;
    try (Overtaking other = new Overtaking()) {
      thrown = catchThrowable(manager::logout);
      other.assertDone();
    }

    assertRefused(thrown);
    assertThatTheOthersLoginStays();
  }

  @Test
  void logout_anotherLogsInWhileItRevokes_wipesNothingOfThat() throws Exception {
    scene.fault("revoke#1: BEFORE_COMMIT hang");
    FutureTask<Object> logout = new FutureTask<>(manager::logout);
    new Thread(logout).start();
    assertThat(scene.simulator.faults().awaitHeld(1, Duration.ofSeconds(20))).isTrue();

    logInElsewhere();
    int unused = scene.simulator.faults().release();
    Object outcome = logout.get(30, TimeUnit.SECONDS);

    assertThat(outcome).isNotNull();
    assertThatTheOthersLoginStays();
  }

  @Test
  void login_anotherLogsInBeforeItIsStored_storesNothing() throws Exception {
    touchByAnotherTool();
    Grant late = scene.freshGrant();

    Throwable thrown;
    try (Overtaking other = new Overtaking()) {
      thrown = catchThrowable(() -> manager.login(late));
      other.assertDone();
    }

    assertRefused(thrown);
    assertThatTheOthersLoginStays();
  }

  @Test
  void login_anotherLogsInDuringTheTrial_isRevoked() throws Exception {
    String refresh = Objects.requireNonNull(scene.freshGrant().tokens().refresh());
    Grant tried = Grant.login(scene.client(), TokenSet.ofRefresh(refresh));
    scene.fault("refresh#1: BEFORE_COMMIT hang");
    FutureTask<@Nullable Throwable> login =
        new FutureTask<>(() -> catchThrowable(() -> manager.login(tried)));
    new Thread(login).start();
    assertThat(scene.simulator.faults().awaitHeld(1, Duration.ofSeconds(20))).isTrue();

    logInElsewhere();
    int unused = scene.simulator.faults().release();
    Throwable thrown = login.get(30, TimeUnit.SECONDS);

    assertRefused(thrown);
    assertThatTheOthersLoginStays();
    assertThat(scene.simulator.isFamilyAlive("F3")).isFalse();
  }

  /* The one thing that a recovery tells while it has the lock. */
  private void touchByAnotherTool() throws IOException {
    Files.writeString(
        scene.grantFile(), scene.stored().replaceFirst("\"access_token\": ?\"", "$0touched"));
  }

  /** Another process that logs in at what the next recovery tells. */
  private final class Overtaking extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.pawl.refresh.Recovery");
    private @Nullable Throwable problem = new AssertionError("nothing was told");

    private Overtaking() {
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord told) {
      logger.removeHandler(this);
      problem = catchThrowable(FencedLoginTest.this::logInElsewhere);
    }

    void assertDone() {
      assertThat(problem).isNull();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }

  private void logInElsewhere() throws IOException, InterruptedException {
    Path fresh = Files.createFile(scene.home.resolve("lock.fresh"));
    Files.move(fresh, scene.home.resolve("lock"), ATOMIC_MOVE);
    TokenSet tokens = others.tokens();
    Process process =
        new ProcessBuilder(
                ChangeProcess.whole(
                    scene.home, String.valueOf(tokens.access()), String.valueOf(tokens.refresh())))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static void assertRefused(@Nullable Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            TokenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TRY_LATER));
  }

  private void assertThatTheOthersLoginStays() throws IOException {
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    assertThat(manager.token().value()).isEqualTo(others.tokens().access());
    assertThat(scene.simulator.familyOf(manager.token().value())).contains("F2");
  }
}
