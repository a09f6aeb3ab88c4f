package dev.pawl.it.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.TokenManagers;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.lock.KernelLock;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The limit of spends at one issuer: permits that another process holds, and their return. */
class SpendPermitsTest {
  private static final int PERMITS = 600;

  @RegisterExtension final UserScene scene = UserScene.strict();
  private final List<KernelLock.Held> taken = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    CommandRun.settings(
        scene.directory,
        "{\"issuers\": {\"*\": {\"concurrentSpends\": 600, \"spendsPerSecond\": 1}}}");
  }

  @AfterEach
  void stop() throws IOException {
    giveBack();
  }

  @Test
  void token_allPermitsOutAndTokenEnded_triesLaterNamingTheLimitAndSpendsNothing()
      throws IOException {
    try (TokenManagers managers = managers(Duration.ofMillis(200))) {
      managers.manager("a").login(scene.freshGrant());
      take(PERMITS);
      scene.expire();

      assertThatThrownBy(() -> managers.manager("a").token())
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("600 at a time (setting concurrentSpends)")
          .extracting(e -> ((TokenException) e).reason())
          .isEqualTo(TokenException.Reason.TRY_LATER);

      scene.spends().areNone();
    }
  }

  @Test
  void token_allPermitsOutAndTokenUsable_isServedWithoutWaiting() throws IOException {
    try (TokenManagers managers = managers(Duration.ofHours(1))) {
      managers.manager("a").login(scene.freshGrant());
      take(PERMITS);

      scene.simulator.clock().advance(Duration.ofMinutes(58));
      Token advisory = managers.manager("a").token();
      scene.simulator.clock().advance(Duration.ofSeconds(100));
      Token mandatory = managers.manager("a").token();

      assertThat(advisory.generation()).isEqualTo(mandatory.generation()).isEqualTo(1);
      scene.spends().areNone();
    }
  }

  @Test
  void token_permitComesBack_isRefreshedByTheCallerThatWaits() throws Exception {
    try (TokenManagers managers = managers(Duration.ofMinutes(2))) {
      managers.manager("a").login(scene.freshGrant());
      take(PERMITS);
      scene.expire();
      CompletableFuture<Token> waiting =
          CompletableFuture.supplyAsync(() -> managers.manager("a").token());
      assertThatThrownBy(() -> managers(Duration.ofMillis(200)).manager("a").token())
          .extracting(e -> ((TokenException) e).reason())
          .isEqualTo(TokenException.Reason.TRY_LATER); // for want of a permit, or of its turn

      taken.remove(0).close();

      assertThat(waiting.get().generation()).isEqualTo(2);
      scene.spends().areExactly(1);
    }
  }

  @Test
  void token_permitJustUsed_staysOutUntilTheRateAllows() throws IOException {
    try (TokenManagers managers = managers(Duration.ofMinutes(2));
        TokenManagers hasty = managers(Duration.ofMillis(200))) {
      managers.manager("a").login(scene.freshGrant());
      managers.manager("b").login(scene.freshGrant());
      take(PERMITS - 1);
      scene.expire();

      Token refreshed = managers.manager("a").token();

      assertThat(refreshed.generation()).isEqualTo(2);
      assertThatThrownBy(() -> hasty.manager("b").token())
          .hasMessageContaining("1 a second (setting spendsPerSecond)");
      scene.spends().areExactly(1);
    }
  }

  @Test
  void token_limitIsMisspelt_namesFileAndField() throws IOException {
    CommandRun.settings(scene.directory, "{\"issuers\": {\"*\": {\"concurrentSpends\": 0}}}");
    try (TokenManagers managers = managers(Duration.ofSeconds(20))) {
      managers.manager("a").login(scene.freshGrant());
      scene.expire();

      assertThatThrownBy(() -> managers.manager("a").token())
          .hasMessageContaining("settings.json")
          .hasMessageContaining("issuers.*.concurrentSpends");
    }
  }

  private void take(int count) throws IOException {
    StateDirectory state = new StateDirectory(scene.home);
    for (int n = 0; n < count; n++) {
      KernelLock permit = state.permit(scene.simulator.issuer().toString(), n);
      taken.add(Objects.requireNonNull(permit.tryAcquire()));
    }
  }

  private void giveBack() throws IOException {
    for (KernelLock.Held held : taken) {
      held.close();
    }
  }

  private TokenManagers managers(Duration waitTimeout) {
    return TokenManagers.open(
        TokenManager.builder()
            .environment(scene.environment)
            .clock(scene.simulator.clock())
            .waitTimeout(waitTimeout));
  }
}
