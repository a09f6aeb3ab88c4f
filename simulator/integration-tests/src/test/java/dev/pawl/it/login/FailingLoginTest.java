package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.cli.Main;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.RefreshThreads;
import dev.pawl.it.kit.Surfer;
import dev.pawl.it.kit.UserScene;
import dev.pawl.lock.KernelLock;
import dev.pawl.process.NeededTool;
import dev.pawl.settings.Settings;
import dev.pawl.spi.Grant;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new login whose storing fails: what is stored is never revoked, and all else is. */
final class FailingLoginTest {
  private final Surfer browser = new Surfer();

  @RegisterExtension final UserScene scene = UserScene.strict();

  @Test
  @EnabledOnOs(OS.LINUX)
  void login_journalFailsAfterTheStoreHasTakenIt_isNotRevoked() throws Exception {
    NeededTool.strace();
    TokenManager manager = scene.loggedIn();
    Process login = new ProcessBuilder(commandWithoutJournal()).start();
    String said;
    try (BufferedReader err = login.errorReader(UTF_8)) {
      var unused = browser.visit(address(err));
      said = String.join("\n", err.lines().toList());
    }
    assertThat(login.waitFor(60, TimeUnit.SECONDS)).isTrue();

    scene.expire();
    Token token = manager.token();

    assertThat(login.exitValue()).as(said).isEqualTo(FIX_CONFIGURATION);
    assertThat(said).contains("default.journal cannot be written");
    assertThat(scene.simulator.familyOf(token.value())).contains("F2");
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    scene.spends().areExactly(1);
  }

  /* The one write of a login to a journal that is there is the record of what was stored. */
  private List<String> commandWithoutJournal() {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null"));
    command.addAll(List.of("-P", scene.home.resolve("grants/default.journal").toString()));
    command.addAll(List.of("-e", "inject=write:error=EIO"));
    command.addAll(List.of("env", "-i"));
    scene.environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments()));
    return command;
  }

  private String[] arguments() {
    return new String[] {
      "login",
      "default",
      "--no-browser",
      "--issuer",
      scene.simulator.issuer().toString(),
      "--client-id",
      scene.simulator.clientId()
    };
  }

  private static URI address(BufferedReader err) throws IOException {
    String line = "";
    while (!line.strip().startsWith("http://")) {
      line = Objects.requireNonNull(err.readLine());
    }
    return URI.create(line.strip());
  }

  @Test
  void loginOrRevoke_callerLeavesWhenTheStoreHasIt_isNotRevoked() throws Exception {
    TokenManager manager = scene.loggedIn();
    Grant next = scene.freshGrant();
    scene.fault("revoke: BEFORE_COMMIT hang");
    FutureTask<TokenException> call =
        new FutureTask<>(
            () -> catchThrowableOfType(TokenException.class, () -> manager.loginOrRevoke(next)));
    Thread caller = new Thread(call);
    caller.start();
    assertThat(scene.simulator.faults().awaitHeld(1, Duration.ofSeconds(20))).isTrue();

    caller.interrupt();
    TokenException told = call.get(20, TimeUnit.SECONDS);
    int unused = scene.simulator.faults().release();
    RefreshThreads.join();

    assertThat(told.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(scene.simulator.isFamilyAlive("F2")).isTrue();
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
  }

  @Test
  void loginOrRevoke_anotherHasTheLock_isRevokedAndNeverStored() throws Exception {
    TokenManager manager = scene.loggedIn();
    TokenManager hasty = scene.manager(builder -> builder.waitTimeout(Duration.ofMillis(50)));
    Grant next = scene.freshGrant();

    TokenException told;
    try (KernelLock.Held held = lock()) {
      assertThat(held).isNotNull();
      told = catchThrowableOfType(TokenException.class, () -> hasty.loginOrRevoke(next));
    }

    assertThat(told.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(scene.simulator.isFamilyAlive("F2")).isFalse();
    assertThat(scene.simulator.familyOf(manager.token().value())).contains("F1");
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
  }

  @Test
  void loginOrRevoke_callerIsInterruptedBeforeItsTurn_isRevokedByAThreadThatIsNot()
      throws Exception {
    TokenManager manager = scene.loggedIn();
    Grant next = scene.freshGrant();

    TokenException told;
    boolean kept;
    try (Revoking revoking = new Revoking()) {
      Thread.currentThread().interrupt();
      told = catchThrowableOfType(TokenException.class, () -> manager.loginOrRevoke(next));
      kept = Thread.interrupted();
      assertThat(revoking.interrupted).containsExactly(false);
    }

    assertThat(told.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(kept).isTrue();
    assertThat(scene.simulator.isFamilyAlive("F2")).isFalse();
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
  }

  /** Whether the threads that revoke are interrupted: such a one cannot look up a name. */
  private static final class Revoking extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.pawl.refresh.locked.IssuerAccess");
    private final List<Boolean> interrupted = new CopyOnWriteArrayList<>();

    private Revoking() {
      logger.setLevel(Level.FINE);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord told) {
      interrupted.add(Thread.currentThread().isInterrupted());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setLevel(null);
    }
  }

  @Test
  void loginOrRevoke_machineForbidsIt_isRevokedAndTheStoredOneStays() throws Exception {
    TokenManager manager = scene.loggedIn();
    Path forced = scene.directory.resolve("managed-settings.json");
    Files.writeString(forced, "{\"forceLoginOrgUUID\": \"0b5d1a3e-7c52-4f7f-9f1e-3a1f0c9d2e11\"}");
    TokenManager bound = scene.manager(builder -> builder.settings(new Settings(null, forced)));
    Grant next = scene.freshGrant();

    TokenException told =
        catchThrowableOfType(TokenException.class, () -> bound.loginOrRevoke(next));

    assertThat(told.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(scene.simulator.isFamilyAlive("F2")).isFalse();
    assertThat(scene.simulator.familyOf(manager.token().value())).contains("F1");
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
  }

  private KernelLock.Held lock() throws IOException {
    return Objects.requireNonNull(new StateDirectory(scene.home).lock("default").tryAcquire());
  }
}
