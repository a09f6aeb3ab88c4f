package dev.pawl.cli.token;

import dev.pawl.TokenManager;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.credentials.Credentials;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.time.Duration;
import java.util.function.ToIntFunction;

/**
 * What one cloud gives, found where no look at the cache was enough.
 *
 * @param shell with the environment that chooses the cloud
 * @param source the name of its source
 */
record CloudToken(Shell shell, String source) {

  /** Hands it to {@code printed}, if it lives for {@code least}; returns the exit code. */
  int ask(Duration least, ToIntFunction<Token> printed) {
    return Session.guarded(
        shell,
        "default",
        Session.Talk.ON_TERMINAL,
        () -> {
          try (Credentials credentials = credentials()) {
            return printed.applyAsInt(credentials.tokenValidFor(least));
          } catch (TokenException e) {
            return refused(e);
          }
        });
  }

  private int refused(TokenException e) {
    shell.say(String.valueOf(e.getMessage()));
    if (e.reason() == TokenException.Reason.TRY_LATER) {
      shell.sayMore("next: try again in a moment");
    }
    return ExitCode.of(e);
  }

  private Credentials credentials() {
    return Credentials.builder(
            TokenManager.builder()
                .environment(shell.environment())
                .settings(shell.settings())
                .cache(CacheMode.EXISTING_SLOTS))
        .source(source)
        .loginOutput(shell::sayToPerson)
        .build();
  }
}
