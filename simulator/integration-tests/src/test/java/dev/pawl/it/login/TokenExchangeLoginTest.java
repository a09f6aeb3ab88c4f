package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.SecretFile;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A program that exchanges one token for another (RFC 8693). */
final class TokenExchangeLoginTest {
  private static final String ID = "gateway";
  private static final String SECRET = "the-secret-of-the-gateway";

  @RegisterExtension final UserScene scene = UserScene.strict();

  @BeforeEach
  void register() {
    scene.simulator.clients().put(RegisteredClient.confidential(ID, SECRET));
  }

  @Test
  void login_subjectTokenInAFile_getsATokenForAllThatFollow() throws Exception {
    String subject = scene.simulator.newFamily("alice").accessToken();
    String actor = scene.simulator.newFamily("robot").accessToken();

    CommandRun login =
        logIn("api", "--subject-token", file("s", subject), "--actor-token", file("a", actor));
    CommandRun first = scene.run("token", "api");
    CommandRun second = scene.run("token", "api");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(first.out()).isEqualTo(second.out()).isNotBlank().doesNotContain(subject);
    assertThat(asked().areExactly(1).list())
        .singleElement()
        .extracting(LedgerEntry::presented)
        .isEqualTo("F1.at0");
  }

  @Test
  void login_subjectByACommandAndActorOfAProfile_getsATokenForAllThatFollow() throws Exception {
    person("robot");
    String subject = file("s", scene.simulator.newFamily("bob").accessToken());
    String command = "command:cat " + subject.substring("file:".length());

    CommandRun login = logIn("api", "--subject-token", command, "--actor-token", "profile:robot");
    CommandRun token = scene.run("token", "api");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(token.exit()).as(token.err()).isEqualTo(OK);
    assertThat(asked().areExactly(1).with(Outcome.GRANTED).areExactly(1).list())
        .singleElement()
        .extracting(LedgerEntry::presented)
        .isEqualTo("F2.at0");
    scene.spends().areExactly(1); // the actor's own login
  }

  @Test
  void token_subjectIsAnotherProfile_refreshesThatFirst() throws Exception {
    person("work");
    CommandRun login = logIn("api", "--subject-token", "profile:work");
    TokenManager manager = scene.manager(builder -> builder.profile("api"));
    Token before = manager.token();

    scene.expire();
    Token after = manager.token();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(after.value()).isNotEqualTo(before.value());
    asked().areExactly(2).with(Outcome.GRANTED).areExactly(2);
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void token_otherProfileIsLoggedOut_saysSoAndAsksNothing() throws Exception {
    person("work");
    CommandRun login = logIn("api", "--subject-token", "profile:work");
    CommandRun logout = scene.run("logout", "work");
    TokenManager manager = scene.manager(builder -> builder.profile("api"));

    scene.expire();

    assertThat(List.of(login.exit(), logout.exit())).containsOnly(OK);
    assertThatThrownBy(manager::token)
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("profile work");
    asked().areExactly(1);
  }

  @Test
  void login_twoProfilesWouldExchangeEachOthers_isRefusedAndChangesNothing() throws Exception {
    person("work");
    CommandRun first = logIn("api", "--subject-token", "profile:work");
    CommandRun second = logIn("work", "--subject-token", "profile:api");
    TokenManager manager = scene.manager(builder -> builder.profile("api"));
    scene.expire();

    assertThat(first.exit()).as(first.err()).isEqualTo(OK);
    assertThat(second.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(second.err()).contains("through profile api, with its own");
    assertThat(manager.token().value()).isNotBlank();
    asked().areExactly(2).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void login_subjectTokenIsNotActive_isRefusedWithoutShowingIt() throws Exception {
    CommandRun login = logIn("api", "--subject-token", file("s", "not-a-token-of-anybody"));

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("invalid_request").doesNotContain("not-a-token");
    asked().areExactly(1).with(Outcome.UNKNOWN_TOKEN).areExactly(1);
  }

  @Test
  void login_ofTheRightTypeAlone_isGranted() throws Exception {
    String subject = scene.simulator.newFamily("alice").accessToken();

    CommandRun odd =
        logIn("api", "--subject-token", file("s", subject), "--subject-token-type", "saml2");
    CommandRun none = logIn("another");
    CommandRun client = logIn("another", "--client-secret", "profile:work");

    assertThat(odd.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(odd.err()).contains("invalid_request");
    assertThat(none.exit()).isEqualTo(USAGE);
    assertThat(none.err()).contains("token-exchange needs subjectToken");
    assertThat(client.exit()).isIn(USAGE, FIX_CONFIGURATION, LOG_IN);
    asked().with(Outcome.GRANTED).areNone();
  }

  private Entries asked() {
    return scene.simulator.ledger().entries().of(Operation.TOKEN_EXCHANGE);
  }

  private void person(String profile) {
    String refresh = scene.simulator.newFamily("alice").refreshToken();
    CommandRun login =
        CommandRun.of(
            scene.environment,
            refresh,
            "login",
            profile,
            "--method",
            "refresh-token",
            "--issuer",
            scene.simulator.issuer().toString(),
            "--client-id",
            scene.simulator.clientId());
    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
  }

  private CommandRun logIn(String profile, String... more) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("login", profile, "--method", "token-exchange"));
    words.addAll(List.of("--issuer", scene.simulator.issuer().toString(), "--client-id", ID));
    if (!List.of(more).contains("--client-secret")) {
      words.addAll(List.of("--client-secret", file("secret", SECRET)));
    }
    words.addAll(List.of(more));
    return scene.run(words.toArray(String[]::new));
  }

  private String file(String name, String secret) throws IOException {
    return SecretFile.write(scene.directory.resolve(name), secret);
  }
}
