package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.TerminalCommand;
import dev.pawl.it.kit.UserScene;
import dev.pawl.json.Json;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person at a terminal is asked, and what nobody is asked elsewhere. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
final class AskingLoginTest {
  private static final String ID = "nightly-job";
  private static final String SECRET = "the-secret-of-the-nightly-job";

  @RegisterExtension final UserScene scene = UserScene.strict();

  @BeforeEach
  void register() {
    scene.simulator.clients().put(RegisteredClient.confidential(ID, SECRET));
  }

  @Test
  void login_profileHasNoIssuer_asksShowsWritesAndLogsIn() throws Exception {
    CommandRun.settings(scene.directory, "{\"precedence\": \"current\"}");

    String said = answered(OK, "y");

    assertThat(said).contains("logged in as profile work").doesNotContain(SECRET);
    assertThat(settings()).containsEntry("precedence", "current");
    assertThat(Json.object(settings(), "profiles"))
        .containsEntry(
            "work",
            Map.of(
                "issuer",
                scene.simulator.issuer().toString(),
                "clientId",
                ID,
                "clientSecret",
                "file:" + secretFile()));
    assertThat(Files.readString(secretFile())).isEqualTo(SECRET + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secretFile())))
        .isEqualTo("rw-------");
    scene
        .simulator
        .ledger()
        .entries()
        .of(Operation.CLIENT_CREDENTIALS)
        .with(Outcome.GRANTED)
        .areExactly(1);
  }

  @Test
  void login_personWantsNoneOfIt_writesNothing() throws Exception {
    String said = answered(LOG_IN, "n");

    assertThat(said).contains("nothing was stored");
    assertThat(settingsFile()).doesNotExist();
    assertThat(secretFile()).doesNotExist();
    assertThat(scene.simulator.ledger().entries().list()).isEmpty();
  }

  @Test
  void login_yes_asksNothing() throws Exception {
    try (TerminalCommand login = new TerminalCommand(scene.environment, "login", "--yes")) {
      assertThat(login.end()).isEqualTo(USAGE);

      assertThat(login.said()).contains("no issuer is known").doesNotContain("Issuer");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--audience=https://mail.example",
        "--scope=messages",
        "--headers-for=GET http://127.0.0.1/v1"
      })
  void token_nobodyIsLoggedIn_offersTheLoginAndGoesOn(String option) throws Exception {
    configure();
    String[] words =
        Stream.of("token", "work", option)
            .filter(Predicate.not(String::isEmpty))
            .toArray(String[]::new);

    try (TerminalCommand token = new TerminalCommand(scene.environment, words)) {
      token.hear("Log in now? [Y/n]: ");
      token.type("");

      assertThat(token.end()).as(token.said()).isEqualTo(OK);
      assertThat(token.said()).contains("logged in as profile work");
      assertThat(token.said().strip()).endsWith(scene.run(words).out().strip());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "exec -- printenv ANTHROPIC_API_KEY"})
  void command_keyIsConfigured_usesItAndOffersNoLogin(String words) throws Exception {
    scene.environment.put("ANTHROPIC_API_KEY", "sk-key-of-the-environment");

    try (TerminalCommand command = new TerminalCommand(scene.environment, words.split(" "))) {
      assertThat(command.end()).as(command.said()).isEqualTo(OK);

      assertThat(command.said())
          .contains("sk-key-of-the-environment")
          .doesNotContain("Log in now?");
    }
  }

  @Test
  void login_otherProfilesAreLoggedIn_offersTheIssuerAndClientOfTheNewest() throws Exception {
    String issuer = scene.simulator.issuer().toString();
    logInElsewhere("older", "https://older.example", "older-client");
    logInElsewhere("newest", issuer, ID);
    CommandRun active = scene.run("use", "older");

    try (TerminalCommand login =
        new TerminalCommand(scene.environment, "login", "work", "--method", "client-credentials")) {
      login.hear("Issuer [" + issuer + "]: ");
      login.type("");
      login.hear("Client id [" + ID + "]: ");
      login.type("");
      login.hear("(not shown): ");
      login.type(SECRET);
      login.hear("Write it and log in? [Y/n]: ");
      login.type("");

      assertThat(login.end()).as(login.said()).isEqualTo(OK);
    }
    assertThat(active.exit()).as(active.err()).isEqualTo(OK);
  }

  private void logInElsewhere(String profile, String issuer, String client) {
    ClientRegistration registration =
        new ClientRegistration(
            issuer, scene.simulator.tokenEndpoint(), null, client, "", ReplayPolicy.UNKNOWN);
    long now = System.currentTimeMillis();
    try (TokenManager manager =
        TokenManager.builder().environment(scene.environment).profile(profile).build()) {
      manager.login(
          Grant.login(registration, new TokenSet("access-of-" + profile, now, now + 60_000, null)));
    }
  }

  @Test
  void exec_nobodyIsLoggedIn_offersTheLoginAndRunsTheCommand() throws Exception {
    configure();

    try (TerminalCommand exec =
        new TerminalCommand(
            scene.environment, "exec", "--profile", "work", "--env", "T", "printenv", "T")) {
      exec.hear("Log in now? [Y/n]: ");
      exec.type("y");

      assertThat(exec.end()).as(exec.said()).isEqualTo(OK);
      assertThat(exec.said().strip()).endsWith(scene.run("token", "work").out().strip());
    }
  }

  @Test
  void token_outputIsReadByAProgram_offersNothing() throws Exception {
    configure();

    try (TerminalCommand token = TerminalCommand.piped(scene.environment, "token", "work")) {
      int unused = token.end();

      assertThat(token.said()).contains("next: pawl login work").doesNotContain("Log in now?");
    }
  }

  @Test
  void exec_helperIsConfigured_offersNoLogin() throws Exception {
    CommandRun.settings(scene.directory, "{\"apiKeyHelper\": \"exit 3\"}");

    try (TerminalCommand exec =
        new TerminalCommand(scene.environment, "exec", "--profile", "work", "true")) {
      assertThat(exec.end()).isEqualTo(LOG_IN);

      assertThat(exec.said()).contains("next: pawl login work").doesNotContain("Log in now?");
    }
  }

  private String answered(int exit, String consent) throws Exception {
    try (TerminalCommand login =
        new TerminalCommand(scene.environment, "login", "work", "--method", "client-credentials")) {
      login.hear("okta:DOMAIN");
      login.hear("Issuer: ");
      login.type("gogle");
      login.hear("did you mean google?");
      login.hear("Issuer: ");
      login.type(scene.simulator.issuer().toString());
      login.hear("Client id: ");
      login.type(ID);
      login.hear("(not shown): ");
      login.type(SECRET);
      login.hear("Write it and log in? [Y/n]: ");
      login.type(consent);
      assertThat(login.end()).as(login.said()).isEqualTo(exit);
      return login.said();
    }
  }

  /* A login that needs nobody: what is offered can be made here. */
  private void configure() throws IOException {
    CommandRun.settings(
        scene.directory,
        """
        {"profiles": {"work": {"method": "client-credentials", "issuer": "%s",
          "clientId": "%s", "clientSecret": "file:%s"}}}"""
            .formatted(scene.simulator.issuer(), ID, secretFile()));
    Files.createDirectories(secretFile().getParent());
    Files.writeString(secretFile(), SECRET);
    Files.setPosixFilePermissions(secretFile(), PosixFilePermissions.fromString("rw-------"));
  }

  private Map<String, Object> settings() throws IOException {
    return Json.read(Files.readAllBytes(settingsFile()));
  }

  private Path settingsFile() {
    return scene.directory.resolve("config/pawl/settings.json");
  }

  private Path secretFile() {
    return scene.directory.resolve("config/pawl/secrets/work");
  }
}
