package dev.pawl.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.oauth.Presentation;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.AnswerFile;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.wire.RawAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed with -9 between the arrival of an answer and the end of its saving: 12,
 * or as many as {@code -Dpawl.kills} says.
 */
class KilledAnswerTest {
  private static final int KILLS = Integer.getInteger("pawl.kills", 12);
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  @TempDir Path homes;

  @Test
  void token_readerKilledAroundItsAnswer_whateverWasReadIsUsedAndNothingSpentTwice()
      throws Exception {
    SplittableRandom random = new SplittableRandom(20_261_128);
    try (Scene scene = Scene.of(homes, RotationPolicy.GRACE_SAME, ReplayPolicy.UNKNOWN)) {
      for (int kill = 0; kill < KILLS; kill++) {
        Path home = homes.resolve("home-" + kill);
        TokenManager manager = loggedIn(scene, home);
        int before = scene.spends().count();
        kill(scene, home, before, random.nextLong(LONGEST_NANOS));
        boolean read = isSaved(home) || isWhole(home);

        Token token = patiently(scene, manager);

        assertThat(scene.isAccepted(token)).as("kill %d", kill).isTrue();
        if (read) {
          assertThat(scene.spends().count()).as("kill %d", kill).isEqualTo(before + 1);
        }
        assertThat(directory(home).answer("default").file()).doesNotExist();
      }
    }
  }

  /* Half an answer leaves a cooldown, like one that the peer cut. */
  private static Token patiently(Scene scene, TokenManager manager) {
    try {
      return manager.token();
    } catch (TokenException e) {
      assertThat(e.reason()).isEqualTo(TokenException.Reason.TRY_LATER);
      scene.simulator.clock().advance(Duration.ofSeconds(1));
      return manager.token();
    }
  }

  private static TokenManager loggedIn(Scene scene, Path home) {
    TokenManager manager = scene.manager(builder -> builder.stateDirectory(home));
    Grant fresh = scene.freshGrant();
    String refresh = Objects.requireNonNull(fresh.tokens().refresh());
    manager.login(Grant.login(fresh.client(), TokenSet.ofRefresh(refresh)));
    return manager;
  }

  private static void kill(Scene scene, Path home, int before, long nanos) throws Exception {
    Process child = new ProcessBuilder(RefreshProcess.command(home)).inheritIO().start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (scene.spends().count() == before && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(100_000);
    }
    long moment = System.nanoTime() + nanos;
    while (System.nanoTime() - moment < 0) {
      LockSupport.parkNanos(moment - System.nanoTime());
    }
    assertThat(child.destroyForcibly().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(scene.spends().count()).isEqualTo(before + 1);
  }

  private static boolean isSaved(Path home) throws IOException {
    return stored(home).generation() > 1;
  }

  private static boolean isWhole(Path home) throws IOException {
    AnswerFile.@Nullable Left left = directory(home).answer("default").read();
    return left != null
        && TokenEndpoint.read(
                Presentation.of(stored(home), ErrorCodes.NONE),
                new RawAnswer(left.bytes(), left.ended(), left.sentAt(), left.sentAt()))
            instanceof SpendOutcome.Granted;
  }

  private static Grant stored(Path home) throws IOException {
    return Objects.requireNonNull(directory(home).store("default").peek());
  }

  private static StateDirectory directory(Path home) {
    return new StateDirectory(home);
  }
}
