package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.ScriptedEndpoint;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login whose server names neither an end nor a refresh token: no end is made up. */
final class EndlessTokenTest {
  private static final String ENDLESS =
      "{\"access_token\":\"fake-endless\",\"token_type\":\"Bearer\"}";

  @TempDir Path directory;

  @Test
  void login_answerNamesNoEndAndNoRefreshToken_isServedUntilRejectedAndThenNeedsALogin()
      throws Exception {
    Map<String, String> environment = CommandRun.environment(directory);
    try (ScriptedEndpoint server =
        new ScriptedEndpoint(call -> ScriptedEndpoint.granted(ENDLESS))) {
      CommandRun login = logIn(environment, server);
      CommandRun status = CommandRun.of(environment, "", "status", "work");
      CommandRun printed = CommandRun.of(environment, "", "token", "work");
      try (TokenManager later = inTenYears(environment)) {
        Token token = later.token();
        TokenException rejected =
            catchThrowableOfType(TokenException.class, () -> later.renew(token));
        CommandRun after = CommandRun.of(environment, "", "token", "work");

        assertThat(login.exit()).as(login.all()).isEqualTo(OK);
        assertThat(status.exit()).as(status.all()).isEqualTo(OK);
        assertThat(printed.out()).isEqualTo("fake-endless\n");
        assertThat(token.value()).isEqualTo("fake-endless");
        assertThat(token.expiry()).isEqualTo(Instant.MAX);
        assertThat(rejected.reason()).isEqualTo(Reason.LOG_IN);
        assertThat(after.exit()).as(after.all()).isEqualTo(LOG_IN);
        assertThat(server.presented()).hasSize(1);
      }
    }
  }

  private static CommandRun logIn(Map<String, String> environment, ScriptedEndpoint server)
      throws Exception {
    String issuer = server.uri().resolve("/").toString();
    try (LiveCommand login =
        new LiveCommand(
            environment,
            "login",
            "work",
            "--method",
            "paste",
            "--no-browser",
            "--issuer",
            issuer,
            "--authorization-endpoint",
            issuer + "authorize",
            "--token-endpoint",
            server.uri().toString())) {
      login.hears("address that the browser ends at");
      login.type("the-code");
      return login.end();
    }
  }

  private static TokenManager inTenYears(Map<String, String> environment) {
    InstantSource then = InstantSource.offset(InstantSource.system(), Duration.ofDays(3_650));
    return TokenManager.builder().profile("work").environment(environment).clock(then).build();
  }
}
