package dev.pawl.it.cli;

import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher is told when a command is to take its place. */
final class ExecPlanTest {
  @RegisterExtension final UserScene scene = UserScene.strict();
  private String token;

  @BeforeEach
  void start() {
    try (TokenManager manager = TokenManager.builder().environment(scene.environment).build()) {
      manager.login(scene.freshGrant());
      token = manager.token().value();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2,-- cmd --help",
    "1,cmd --help",
    "1,cmd -- --env",
    "4,--profile default -- cmd",
    "3,--profile=default -- cmd --profile other",
  })
  void plan_words_stopsAtTheFirstWordOfTheCommand(int before, String words) {
    CommandRun run = plan(words.split(" "));

    assertThat(run)
        .isEqualTo(
            new CommandRun(0, "command " + before + "\n" + token + "\nANTHROPIC_AUTH_TOKEN\n", ""));
  }

  @Test
  void plan_variablesNamed_namesThoseOnce() {
    CommandRun run = plan("--env", "A", "--env=B", "--env", "A", "--", "cmd");

    assertThat(run.out()).isEqualTo("command 7\n" + token + "\nA\nB\n");
  }

  @Test
  void plan_keyOfTheEnvironment_isGivenAsAKey() {
    scene.environment.put("ANTHROPIC_API_KEY", "key-of-the-environment");
    scene.environment.put("PAWL_SOURCE", "ANTHROPIC_API_KEY");

    assertThat(plan("cmd").out())
        .isEqualTo("command 1\nkey-of-the-environment\nANTHROPIC_API_KEY\n");
  }

  @Test
  void plan_profileNamedByItsVariable_takesOtherCredentialsAway() {
    scene.environment.put("ANTHROPIC_AUTH_TOKEN", "somebody-elses");
    scene.environment.put("ANTHROPIC_API_KEY", "somebody-elses");
    scene.environment.put("PAWL_PROFILE", "default");

    assertThat(plan("cmd").out())
        .isEqualTo("command 1\n" + token + "\nANTHROPIC_AUTH_TOKEN\n-ANTHROPIC_API_KEY\n");
    assertThat(plan("--env", "A", "cmd").out()).isEqualTo("command 3\n" + token + "\nA\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--token-file cmd", "--env PATH cmd", "--env a-b cmd", "--env IFS -- cmd"})
  void plan_neededBesideTheCommand_stays(String words) {
    assertThat(plan(words.split(" "))).isEqualTo(new CommandRun(0, "stay\n", ""));
  }

  @Test
  void plan_nobodyIsLoggedIn_saysHowAndNamesNoCommand() {
    CommandRun run = plan("--profile", "other", "--", "cmd");

    assertThat(run.exit()).isEqualTo(LOG_IN);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("pawl login other");
  }

  @Test
  void plan_noCommand_isWrongUsage() {
    CommandRun run = plan("--profile", "default");

    assertThat(run.exit()).isEqualTo(USAGE);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void plan_help_isPrintedForPeople() {
    assertThat(plan("--help").out()).startsWith("Usage: pawl exec");
  }

  private CommandRun plan(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "--plan";
    all[1] = "exec";
    System.arraycopy(words, 0, all, 2, words.length);
    return scene.run(all);
  }
}
