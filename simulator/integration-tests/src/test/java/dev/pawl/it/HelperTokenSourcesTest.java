package dev.pawl.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.json.Json;
import dev.pawl.simulator.core.RejectionShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code pawl token --helper} gives what {@code pawl token} gives, whichever source that is of. */
@Timeout(300)
final class HelperTokenSourcesTest {
  private static final int FIX_CONFIGURATION = 4;
  private static final String LONG = "300000";

  @TempDir Path directory;
  private Path memory;
  private Scene scene;
  private Map<String, String> environment;
  private Agents fleet;
  private String login;

  @BeforeEach
  void start() throws IOException {
    memory =
        Files.createTempDirectory(
            Path.of("/dev/shm"),
            "pawl-test",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    scene = Scene.strict(directory.resolve("state"));
    scene.simulator.rejectionShape(RejectionShape.REVOKED_401);
    environment = CommandRun.environment(directory);
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("XDG_RUNTIME_DIR", memory.toString());
    fleet = new Agents(scene.simulator.api(), environment);
    try (TokenManager manager = TokenManager.builder().environment(environment).build()) {
      manager.login(scene.freshGrant());
      login = manager.token().value();
    }
  }

  @AfterEach
  void stop() throws Exception {
    fleet.stop();
    scene.close();
    try (Stream<Path> files = Files.walk(memory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Test
  void helper_variableIsSet_outranksTheLoginAsForToken() {
    environment.put("ANTHROPIC_AUTH_TOKEN", "environment-token");

    assertThat(helper()).isEqualTo(new CommandRun(0, "environment-token\n", ""));
    assertThat(helper("--source", "login")).isEqualTo(new CommandRun(0, login + "\n", ""));
    environment.put("PAWL_SOURCE", "login");
    assertThat(helper()).isEqualTo(new CommandRun(0, login + "\n", ""));
    scene.spends().areNone();
  }

  @Test
  void helper_sourceIsBroken_neverPrintsTheLoginInItsPlace() throws IOException {
    configure("echo no; exit 3");
    CommandRun command = helper();
    environment.put("CLAUDE_CODE_OAUTH_TOKEN", "two words");
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
            .formatted(directory.resolve("runs"), good));
    List<Agents.Agent> agents = fleet.start(3, LONG);
    assertThat(directory.resolve("runs")).hasContent("run");

    assertThat(Agents.requests(agents)).containsOnly("200 2 0");

    assertThat(directory.resolve("runs")).hasContent("run\nrun");
    scene.spends().areNone();
  }

  @Test
  void helper_fixedVariableIsRejected_isPrintedAgainAndNothingElseIs() throws IOException {
    environment.put("ANTHROPIC_API_KEY", "environment-key");
    environment.put("PAWL_SOURCE", "ANTHROPIC_API_KEY");
    List<Agents.Agent> agents = fleet.start(1, LONG);

    assertThat(Agents.requests(agents)).containsOnly("401 11 0");

    scene.spends().areNone();
  }

  private CommandRun helper(String... more) {
    Stream<String> words = Stream.concat(Stream.of("token", "--helper"), Stream.of(more));
    return CommandRun.of(environment, "", words.toArray(String[]::new));
  }

  private void configure(String script) throws IOException {
    Path file = Files.writeString(directory.resolve("helper"), script + "\n");
    CommandRun.settings(directory, Json.write(Map.of("apiKeyHelper", "sh " + file)));
  }
}
