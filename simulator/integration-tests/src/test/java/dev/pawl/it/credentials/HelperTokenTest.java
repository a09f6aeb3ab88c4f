package dev.pawl.it.credentials;

import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.RejectionShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pawl as the helper of programs that know nothing of it, each a process of its own. */
@Timeout(300)
final class HelperTokenTest {
  private static final String LONG = "300000";

  @RegisterExtension final UserScene scene = UserScene.strict();
  private Agents fleet;

  @BeforeEach
  void start() {
    scene.simulator.rejectionShape(RejectionShape.REVOKED_401);
    fleet = new Agents(scene.simulator.api(), scene.environment);
    try (TokenManager manager = TokenManager.builder().environment(scene.environment).build()) {
      manager.login(scene.freshGrant());
    }
  }

  @AfterEach
  void stop() throws Exception {
    fleet.stop();
  }

  @Test
  void helper_keyIsRejected_isRefreshedOnceForAllProgramsAndAccepted() throws IOException {
    List<Agents.Agent> agents = fleet.start(3, LONG);
    assertThat(Agents.requests(agents)).containsOnly("200 1 0");
    scene.spends().areNone();

    scene.simulator.revokeAccessTokens("F1");

    assertThat(Agents.requests(agents)).containsOnly("200 2 0");
    scene.spends().areExactly(1);
    assertThat(Agents.requests(agents)).containsOnly("200 2 0");
    assertThat(callFiles()).hasSize(3).allSatisfy(this::holdsNoSecret);
  }

  @Test
  void helper_everyKeyIsRejected_isRefreshedOnceAndStillPrintsOne() throws IOException {
    List<Agents.Agent> agents = fleet.start(2, LONG);
    scene.fault("call#1-: BEFORE_COMMIT 401");

    assertThat(Agents.requests(agents)).containsOnly("401 11 0");

    scene.spends().areExactly(1);
  }

  @Test
  void helper_loginIsRevoked_isAskedOnceAndStillPrintsTheToken() throws IOException {
    List<Agents.Agent> agents = fleet.start(1, LONG);
    scene.simulator.revokeFamily("F1");

    assertThat(Agents.requests(agents)).containsOnly("401 11 0");

    scene.spends().areExactly(1);
  }

  @Test
  void helper_askedAgainAtTheEndOfItsTime_isNoRejection() throws IOException {
    scene.environment.put("CLAUDE_CODE_API_KEY_HELPER_TTL_MS", "1");
    List<Agents.Agent> agents = fleet.start(1, "1");

    for (int i = 0; i < 5; i++) {
      assertThat(Agents.requests(agents))
          .allSatisfy(answer -> assertThat(answer).startsWith("200 "));
    }

    scene.spends().areNone();
  }

  @Test
  void helper_twoPrograms_areNotTakenForEachOther() throws IOException {
    Agents.Agent first = fleet.start(1, LONG).get(0);
    Agents.Agent second = fleet.start(1, LONG).get(0);

    assertThat(Agents.requests(List.of(first, second))).containsOnly("200 1 0");

    scene.spends().areNone();
  }

  @Test
  void helper_tokenEndsSooner_isRefreshedAhead() {
    scene.simulator.clock().advance(java.time.Duration.ofMinutes(1));

    CommandRun run = scene.run("token", "--helper", "--min-valid", "59m30s");

    assertThat(run.exit()).as(run.all()).isEqualTo(OK);
    assertThat(run.out()).matches("[!-~]+\\R");
  }

  @Test
  void helper_nobodyIsLoggedIn_printsNothingAndSaysWhy() {
    assertThat(scene.run("logout").exit()).isEqualTo(OK);

    CommandRun run = scene.run("token", "--helper");

    assertThat(run.exit()).isEqualTo(LOG_IN);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("pawl login");
  }

  private void holdsNoSecret(Path file) throws IOException {
    String text = Files.readString(file);
    assertThat(text).matches("[0-9]+ [0-9]+ [0-9a-f]{32}\n");
  }

  private List<Path> callFiles() throws IOException {
    try (Stream<Path> files = Files.list(scene.directory.resolve("state/calls"))) {
      return files.toList();
    }
  }
}
