package dev.pawl.cli;

import dev.pawl.TokenManager;
import dev.pawl.cli.command.StatusCommand;
import dev.pawl.cli.shell.ActiveName;
import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.UsageException;
import dev.pawl.cli.token.AwsCredentialsCommand;
import dev.pawl.cli.token.ExecPlan;
import dev.pawl.cli.token.ExecWords;
import dev.pawl.cli.token.HelperToken;
import dev.pawl.cli.token.TokenCommand;
import dev.pawl.clock.TokenClock;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Walks the ways that must be fast, so that the launcher can archive the classes they need. */
final class Training {
  private static final String PROFILE = "training";

  private Training() {}

  /** Works in a PAWL_HOME that is thrown away; touches no network, however often it is run. */
  static int run(Shell shell) {
    if (shell.environment().getOrDefault("PAWL_HOME", "").isEmpty()) {
      throw new UsageException("training needs a PAWL_HOME of its own");
    }
    /* Unnamed is the longer way: it looks at all that could choose another source. */
    Chosen chosen = new Chosen(shell, PROFILE, false, null);
    if (StatusCommand.run(chosen, false) != ExitCode.OK) {
      logIn(shell);
    }
    String unused = ActiveName.of(shell.environment());
    int status = StatusCommand.run(chosen, false);
    int token = TokenCommand.run(chosen, Duration.ofMinutes(10));
    HelperToken asked = new HelperToken(chosen, HelperToken.LEAST);
    int helper = asked.run();
    asked.forgetCallers(); // whoever trains again does not come back because of a rejection
    String keys = AwsCredentialsCommand.shared(shell);
    int plan = new ExecPlan(shell, new ExecWords(PROFILE, List.of(), false, 0)).run();
    if (keys != null) {
      throw new UsageException("nobody has put keys of AWS there");
    }
    return Math.max(Math.max(plan, helper), Math.max(status, token));
  }

  private static void logIn(Shell shell) {
    URI endpoint = URI.create("https://localhost/token");
    ClientRegistration client =
        new ClientRegistration(
            "https://localhost", endpoint, null, "training", "", ReplayPolicy.UNKNOWN);
    long now = TokenClock.system().millis();
    TokenSet tokens =
        new TokenSet(
            "training-access", now, now + Duration.ofDays(1).toMillis(), "training-refresh");
    try (TokenManager manager =
        TokenManager.builder().profile(PROFILE).environment(shell.environment()).build()) {
      manager.login(Grant.login(client, tokens));
    }
  }
}
