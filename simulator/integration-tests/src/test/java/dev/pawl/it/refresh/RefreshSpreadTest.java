package dev.pawl.it.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.TokenManagers;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.spi.ProfileLogin;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.Token;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When the logins of one moment are refreshed, as the provider sees it. */
final class RefreshSpreadTest {
  private static final int CUSTOMERS = 200;
  private static final Duration SLICE = Duration.ofSeconds(15);
  private static final Duration ADVISORY_AT = Duration.ofMinutes(55);

  /**
   * The most of these names whose share of the window can end in one slice, whatever chance says:
   * each is advised within 30 s of an instant that its name alone gives.
   */
  private static final int MOST_IN_A_SLICE = 90;

  @RegisterExtension final UserScene scene = UserScene.strict();

  @BeforeEach
  void start() throws IOException {
    scene.simulator.clock().freeze();
    CommandRun.settings(
        scene.directory,
        "{\"issuers\": {\"*\": {\"concurrentSpends\": 1024, \"spendsPerSecond\": 100000}}}");
  }

  @Test
  void token_loginsOfOneMoment_areSpentOverHalfOfTheWindowAndNeverInAStorm() throws Exception {
    try (TokenManagers managers = managers()) {
      login(managers);
      scene.simulator.clock().advance(ADVISORY_AT.minusMillis(1));
      int early = spentBySweep(managers);

      List<Integer> slices = new ArrayList<>();
      scene.simulator.clock().advance(Duration.ofMillis(1));
      for (int slice = 0; slice < 10; slice++) {
        scene.simulator.clock().advance(SLICE);
        slices.add(spentBySweep(managers));
      }

      assertThat(early).isZero();
      assertThat(slices).allMatch(spent -> spent <= MOST_IN_A_SLICE);
      assertThat(slices.stream().mapToInt(Integer::intValue).sum()).isEqualTo(CUSTOMERS);
      scene.simulator.ledger().entries().grants().areExactly(CUSTOMERS);
    }
  }

  private void login(TokenManagers managers) {
    List<LoginOutcome> outcomes = new ArrayList<>();
    managers.importLogins(
        IntStream.range(0, CUSTOMERS)
            .mapToObj(n -> new ProfileLogin("customer-" + n, scene.freshGrant()))
            .iterator(),
        outcomes::add);
    assertThat(outcomes)
        .extracting(LoginOutcome::result)
        .containsOnly(LoginOutcome.Result.STORED)
        .hasSize(CUSTOMERS);
  }

  /** How many spends it costs to ask for each token once, those in the background included. */
  private int spentBySweep(TokenManagers managers) throws InterruptedException {
    int before = scene.spends().count();
    for (int n = 0; n < CUSTOMERS; n++) {
      Token token = managers.manager("customer-" + n).token();
      assertThat(token.expiry()).isAfter(scene.simulator.clock().instant());
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("pawl-refresh")) {
        thread.join();
      }
    }
    return scene.spends().count() - before;
  }

  private TokenManagers managers() {
    return TokenManagers.open(
        TokenManager.builder().environment(scene.environment).clock(scene.simulator.clock()));
  }
}
