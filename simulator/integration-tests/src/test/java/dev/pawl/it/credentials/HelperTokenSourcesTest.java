package dev.pawl.it.credentials;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.json.Json;
import dev.pawl.simulator.core.RejectionShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code pawl token --helper} gives what {@code pawl token} gives, whichever source that is of. */
@Timeout(300)
final class HelperTokenSourcesTest {
  private static final String LONG = "300000";

  @RegisterExtension final UserScene scene = UserScene.strict();
  private Agents fleet;
  private String login;

  @BeforeEach
  void start() throws IOException {
    scene.environment.put("XDG_RUNTIME_DIR", scene.runtimeDirectory().toString());
    scene.simulator.rejectionShape(RejectionShape.REVOKED_401);
    scene.environment.put("PATH", "/usr/bin:/bin");
    fleet = new Agents(scene.simulator.api(), scene.environment);
    try (TokenManager manager = TokenManager.builder().environment(scene.environment).build()) {
      manager.login(scene.freshGrant());
      login = manager.token().value();
    }
  }

  @AfterEach
  void stop() throws Exception {
    fleet.stop();
  }

  @Test
  void helper_variableIsSet_outranksTheLoginAsForToken() {
    scene.environment.put("ANTHROPIC_AUTH_TOKEN", "environment-token");

    assertThat(helper()).isEqualTo(new CommandRun(0, "environment-token\n", ""));
    assertThat(helper("--source", "login")).isEqualTo(new CommandRun(0, login + "\n", ""));
    scene.environment.put("PAWL_SOURCE", "login");
    assertThat(helper()).isEqualTo(new CommandRun(0, login + "\n", ""));
    scene.spends().areNone();
  }

  @Test
  void helper_sourceIsBroken_neverPrintsTheLoginInItsPlace() throws IOException {
    configure("echo no; exit 3");
    CommandRun command = helper();
    scene.environment.put("CLAUDE_CODE_OAUTH_TOKEN", "two words");
    CommandRun variable = helper();
    CommandRun unknown = helper("--source", "no-such-source");

    assertThat(List.of(command, variable, unknown))
        .allSatisfy(run -> assertThat(run.exit()).isEqualTo(FIX_CONFIGURATION))
        .allSatisfy(run -> assertThat(run.out()).isEmpty());
    assertThat(command.err()).contains("apiKeyHelper");
    assertThat(variable.err()).contains("CLAUDE_CODE_OAUTH_TOKEN").doesNotContain("two words");
  }

  @Test
  void helper_keyOfACommandIsRejected_commandRunsOnceMoreForAllPrograms() throws IOException {
    String good = scene.simulator.newFamily("bob").accessToken();
    configure(
        "echo run >>'%1$s'; test $(wc -l <'%1$s') -eq 1 && echo stale-key || echo '%2$s'"
            .formatted(scene.directory.resolve("runs"), good));
    List<Agents.Agent> agents = fleet.start(3, LONG);
    assertThat(scene.directory.resolve("runs")).hasContent("run");

    assertThat(Agents.requests(agents)).containsOnly("200 2 0");

    assertThat(scene.directory.resolve("runs")).hasContent("run\nrun");
    scene.spends().areNone();
  }

  @Test
  void helper_fixedVariableIsRejected_isPrintedAgainAndNothingElseIs() throws IOException {
    scene.environment.put("ANTHROPIC_API_KEY", "environment-key");
    scene.environment.put("PAWL_SOURCE", "ANTHROPIC_API_KEY");
    List<Agents.Agent> agents = fleet.start(1, LONG);

    assertThat(Agents.requests(agents)).containsOnly("401 11 0");

    scene.spends().areNone();
  }

  private CommandRun helper(String... more) {
    Stream<String> words = Stream.concat(Stream.of("token", "--helper"), Stream.of(more));
    return scene.run(words.toArray(String[]::new));
  }

  private void configure(String script) throws IOException {
    Path file = Files.writeString(scene.directory.resolve("helper"), script + "\n");
    CommandRun.settings(scene.directory, Json.write(Map.of("apiKeyHelper", "sh " + file)));
  }
}
