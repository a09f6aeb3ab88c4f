package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.RefreshProcess;
import dev.pawl.it.kit.SecretFile;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.SecretReference;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A program without a person: all its processes share one token (RFC 6749 section 4.4). */
final class ClientCredentialsTest {
  private static final String ID = "nightly-job";
  private static final String SECRET = "the-secret-of-the-nightly-job";
  private static final int PROCESSES = 8;

  @RegisterExtension final UserScene scene = UserScene.strict();

  @BeforeEach
  void register() {
    scene.simulator.clients().put(RegisteredClient.confidential(ID, SECRET));
  }

  @Test
  void login_withoutAPerson_getsOneTokenForAllThatFollow() throws Exception {
    CommandRun login = logIn(SECRET);
    CommandRun first = scene.run("token");
    CommandRun second = scene.run("token");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(first.out()).isEqualTo(second.out()).isNotBlank();
    asked().areExactly(1).with(Outcome.GRANTED).areExactly(1);
    scene.spends().areNone();
  }

  @Test
  void token_forAnAudienceBesides_isAskedForOnceAndKeptBesideTheLoginsOwn() throws Exception {
    CommandRun login = logIn(SECRET);
    CommandRun own = scene.run("token");

    CommandRun mail = scene.run("token", "--audience", "https://mail.example");
    CommandRun again = scene.run("token", "--audience", "https://mail.example");
    CommandRun after = scene.run("token");

    assertThat(List.of(login.exit(), own.exit(), mail.exit())).as(mail.err()).containsOnly(OK);
    assertThat(mail.out()).isEqualTo(again.out()).isNotEqualTo(own.out()).isNotBlank();
    assertThat(after.out()).isEqualTo(own.out());
    asked().areExactly(2).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void login_issuerWantsAParameter_keepsItForTheLoginsThatFollow() throws Exception {
    CommandRun login = logIn(SECRET, "--parameter", "audience=https://api.example");
    CommandRun logout = scene.run("logout");
    CommandRun again = scene.run("login");

    assertThat(List.of(login.exit(), logout.exit(), again.exit())).containsOnly(OK);
    assertThat(Files.readString(scene.home.resolve("grants/default.json")))
        .contains("\"parameter.audience\"")
        .contains("https://api.example");
  }

  @Test
  void login_ofAPersonAfterAProgram_isNotTakenForOneThatMaySpendTwice() throws Exception {
    CommandRun program = logIn(SECRET);
    String refresh = scene.simulator.newFamily("alice", ID).refreshToken();

    CommandRun person =
        CommandRun.of(scene.environment, refresh, "login", "--method", "refresh-token");

    assertThat(List.of(program.exit(), person.exit())).as(person.err()).containsOnly(OK);
    assertThat(Files.readString(scene.home.resolve("grants/default.json")))
        .contains("\"replay\": \"unknown\"");
  }

  @Test
  void login_again_leavesTheNewTokenInUse() throws Exception {
    CommandRun first = logIn(SECRET);
    CommandRun second = logIn(SECRET);

    assertThat(List.of(first.exit(), second.exit())).containsOnly(OK);
    asked().areExactly(2);
    scene.simulator.ledger().entries().revocations().areNone();
  }

  @Test
  void login_parameterOfTheProtocol_isRefused() throws Exception {
    CommandRun login = logIn(SECRET, "--parameter", "grant_type=password");

    assertThat(login.exit()).isEqualTo(USAGE);
    assertThat(login.err()).contains("grant_type is the protocol's own");
    asked().areNone();
  }

  @Test
  void login_secretIsWrong_saysWhatToCorrect() throws Exception {
    CommandRun login = logIn("not-the-secret-of-the-job");

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("invalid_client", "--client-secret");
    asked().areExactly(1);
  }

  @Test
  void logout_ofAProgram_asksTheServerNothing() throws Exception {
    CommandRun login = logIn(SECRET);

    CommandRun logout = scene.run("logout");
    CommandRun token = scene.run("token");
    CommandRun again = scene.run("login");

    assertThat(List.of(login.exit(), logout.exit())).containsOnly(OK);
    assertThat(token.exit()).isEqualTo(LOG_IN);
    assertThat(again.exit()).as(again.err()).isEqualTo(OK);
    scene.simulator.ledger().entries().revocations().areNone();
    asked().areExactly(2);
  }

  @Test
  void token_manyProcessesAtOnce_askOnce() throws Exception {
    TokenManager manager = scene.manager();
    manager.login(program());

    List<CommandRun> ends = RefreshProcess.race(scene.home, PROCESSES);

    assertThat(ends).extracting(CommandRun::exit).containsOnly(0);
    assertThat(ends).extracting(CommandRun::out).containsOnly(ends.get(0).out());
    asked().areExactly(1);
  }

  @Test
  void renew_tokenWasRejected_asksOnceForAllWhoReportIt() throws Exception {
    TokenManager manager = scene.manager();
    manager.login(program());
    TokenManager other = scene.manager();
    Token rejected = manager.token();
    Token same = other.token();

    Token renewed = manager.renew(rejected);
    Token too = other.renew(same);

    assertThat(renewed.value()).isEqualTo(too.value()).isNotEqualTo(rejected.value());
    asked().areExactly(2);
  }

  @Test
  void token_hasEnded_isAskedForAgain() throws Exception {
    TokenManager manager = scene.manager();
    manager.login(program());
    Token first = manager.token();

    scene.expire();
    Token next = manager.token();

    assertThat(next.value()).isNotEqualTo(first.value());
    asked().areExactly(2).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void token_answerIsLost_isAskedForAgainWithoutALogin() throws Exception {
    scene.fault("client_credentials#1: AFTER_COMMIT reset");
    TokenManager manager = scene.manager();
    manager.login(program());
    assertThatThrownBy(manager::token).isInstanceOf(TokenException.class);
    scene.simulator.clock().advance(Duration.ofSeconds(10));

    Token token = manager.token();

    assertThat(token.value()).isNotBlank();
    asked().areExactly(2);
  }

  private Entries asked() {
    return scene.simulator.ledger().entries().of(Operation.CLIENT_CREDENTIALS);
  }

  private Grant program() throws IOException {
    ClientAuthentication authentication =
        new ClientAuthentication(
            ClientAuthentication.Method.CLIENT_SECRET_BASIC, SecretReference.parse(file(SECRET)));
    ClientRegistration client =
        new ClientRegistration(
            scene.simulator.issuer().toString(),
            scene.simulator.tokenEndpoint(),
            null,
            ID,
            "messages",
            ReplayPolicy.FREE,
            authentication);
    return Grant.login(client, TokenSet.minted(GrantType.CLIENT_CREDENTIALS));
  }

  private CommandRun logIn(String secret, String... more) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("login", "--method", "client-credentials"));
    words.addAll(List.of("--issuer", scene.simulator.issuer().toString(), "--client-id", ID));
    words.addAll(List.of("--client-secret", file(secret)));
    words.addAll(List.of(more));
    return scene.run(words.toArray(String[]::new));
  }

  private String file(String secret) throws IOException {
    return SecretFile.write(scene.directory.resolve("secret"), secret);
  }
}
