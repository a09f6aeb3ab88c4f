package dev.pawl.it.refresh;

import static dev.pawl.it.kit.CommandRun.TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.RefreshProcess;
import dev.pawl.it.kit.UserScene;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.Status.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes that are told to end while what they were answered cannot be saved. */
class ExitingTest {
  private static final Duration REQUEST = Duration.ofSeconds(2);

  @RegisterExtension final UserScene scene = UserScene.strict();
  private Path inTheWay;
  private Process child;

  @BeforeEach
  void start() throws Exception {
    String refresh = Objects.requireNonNull(scene.freshGrant().tokens().refresh());
    scene.manager().login(Grant.login(scene.client(), TokenSet.ofRefresh(refresh)));
    inTheWay = scene.home.resolve("grants/default.json.next");
    scene.fault("refresh#1: AFTER_COMMIT delay 900ms");
    child = new ProcessBuilder(RefreshProcess.patientCommand(scene.home, REQUEST)).start();
    scene.awaitSpends(1);
    Files.delete(inTheWay);
    Files.createDirectory(inTheWay);
  }

  @AfterEach
  void stop() {
    child.destroyForcibly().onExit().join();
  }

  @Test
  void exit_toldWhileItWaitsForTheAnswer_savesItBeyondTheDeadlineOfTheRequest() throws Exception {
    child.destroy();
    assertSavedLater();
  }

  @Test
  void exit_toldWhileTheSaveFails_savesItBeyondTheDeadlineOfTheRequest() throws Exception {
    while (scene.manager().status().state() != State.UNSAVED) {
      assertThat(child.isAlive()).isTrue();
    }

    child.destroy();

    assertSavedLater();
  }

  private void assertSavedLater() throws Exception {
    boolean ended = child.waitFor(REQUEST.toMillis() + 1_500, TimeUnit.MILLISECONDS);
    long before = stored().generation();
    Files.delete(inTheWay);

    assertThat(ended).isFalse();
    assertThat(before).isEqualTo(1);
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(TERMINATED);
    assertThat(stored().generation()).isEqualTo(2);
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    scene.spends().areExactly(1);
  }

  private Grant stored() throws IOException {
    return Objects.requireNonNull(new StateDirectory(scene.home).store("default").readGrant());
  }
}
