package dev.pawl.it.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.UserScene;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.LogoutOutcome;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    try (Overtaking other = new Overtaking(this::logInElsewhere)) {
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
    try (Overtaking other = new Overtaking(this::logInElsewhere)) {
      thrown = catchThrowable(() -> manager.login(late));
      other.assertDone();
    }

    assertRefused(thrown);
    assertThatTheOthersLoginStays();
  }

  @Test
  void login_anotherHasTheLockBeforeItIsStored_storesNothing() throws Exception {
    touchByAnotherTool();
    Grant late = scene.freshGrant();

    Throwable thrown;
    try (OthersLock others = new OthersLock();
        Overtaking other = new Overtaking(others::take)) {
      thrown = catchThrowable(() -> manager.login(late));
      other.assertDone();
    }

    assertRefused(thrown);
    assertThat(scene.stored()).contains("touched");
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
  }

  @Test
  void logout_anotherHasTheLockWhileItRevokes_isDone() throws Exception {
    scene.fault("revoke#1: BEFORE_COMMIT hang");
    FutureTask<LogoutOutcome> logout = new FutureTask<>(manager::logout);
    new Thread(logout).start();
    assertThat(scene.simulator.faults().awaitHeld(1, Duration.ofSeconds(20))).isTrue();

    LogoutOutcome outcome;
    try (OthersLock others = new OthersLock()) {
      others.take();
      int unused = scene.simulator.faults().release();
      outcome = logout.get(30, TimeUnit.SECONDS);
    }

    assertThat(outcome.unrevoked()).isNull();
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    TokenException next = catchThrowableOfType(TokenException.class, manager::token);
    assertThat(next.reason()).isEqualTo(Reason.LOG_IN);
  }

  /** The lock of another process, on a file that took the place of the present one. */
  private final class OthersLock implements AutoCloseable {
    private @Nullable FileChannel channel;

    void take() throws IOException {
      replaceLockFile();
      channel = FileChannel.open(scene.home.resolve("lock"), StandardOpenOption.WRITE);
      long position = new StateDirectory(scene.home).lock("default").position();
      assertThat(channel.tryLock(position, 1, false)).isNotNull();
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
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

  /** Another process that acts at what the next recovery tells. */
  private static final class Overtaking extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.pawl.refresh.Recovery");
    private @Nullable Throwable problem = new AssertionError("nothing was told");

    private final ThrowingCallable act;

    private Overtaking(ThrowingCallable act) {
      this.act = act;
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord told) {
      logger.removeHandler(this);
      problem = catchThrowable(act);
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
    replaceLockFile();
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

  private void replaceLockFile() throws IOException {
    Path fresh = Files.createFile(scene.home.resolve("lock.fresh"));
    Files.move(fresh, scene.home.resolve("lock"), ATOMIC_MOVE);
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
