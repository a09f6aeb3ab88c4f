package dev.pawl.cli;

import dev.pawl.Glance;
import dev.pawl.Token;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl token}: prints a usable access token, one line. */
@Command(
    name = "token",
    description = {
      "Prints a usable access token on standard output: one line, nothing else.",
      "If the present one is about to end it is refreshed first, once for the whole machine."
    })
final class TokenCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final ProfileChoice profile = new ProfileChoice();

  @Option(
      names = "--min-valid",
      paramLabel = "DURATION",
      description = {
        "print a token that stays valid at least that long (90s, 10m, 1h30m, PT10M), refreshed",
        "ahead of time if need be; if its whole life is shorter, nine tenths of that"
      })
  private @Nullable String least;

  @Option(
      names = "--helper",
      description = {
        "answer a program that calls this as its helper (apiKeyHelper): --min-valid is 10m if not",
        "given, a second call well before its time is taken for a rejection of the token, and a",
        "token that has not ended is printed whatever goes wrong"
      })
  private boolean helper;

  TokenCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (helper) {
      Duration lasting = least == null ? HelperToken.LEAST : Spans.parse(least);
      return HelperToken.run(shell, profile.name(shell), lasting);
    }
    return run(shell, profile.name(shell), least == null ? Duration.ZERO : Spans.parse(least));
  }

  /** The warm way loads next to nothing; keep it so. */
  static int run(Shell shell, String profile, Duration least) {
    Glance glance = Glance.at(shell.environment(), profile);
    Token token = glance == null ? null : glance.token(least);
    return token == null
        ? Session.run(shell, profile, Session.Talk.ON_TERMINAL, new Slowly(shell, least))
        : print(shell, token);
  }

  private record Slowly(Shell shell, Duration least) implements Session.Work {
    @Override
    public int run(Session session) {
      return print(shell, session.manager().tokenLasting(least));
    }
  }

  static int print(Shell shell, Token token) {
    String value = token.value();
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
        shell.say("the stored access token holds characters that no token may have; log in again");
        return ExitCode.LOG_IN;
      }
    }
    shell.out().println(value);
    return shell.printed(ExitCode.OK);
  }
}
