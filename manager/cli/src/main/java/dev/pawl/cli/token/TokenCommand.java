package dev.pawl.cli.token;

import dev.pawl.cli.login.LoginOffer;
import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ProfileChoice;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Spans;
import dev.pawl.cli.text.UsageException;
import dev.pawl.credentials.Credentials;
import dev.pawl.credentials.FastPath;
import dev.pawl.token.Token;
import dev.pawl.token.TokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl token}: prints a usable token or key, one line. */
@Command(
    name = "token",
    description = {
      "Prints a usable token or key on standard output: one line, nothing else.",
      "An access token that is about to end is refreshed first, once for the whole machine."
    })
public final class TokenCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final ProfileChoice profile = new ProfileChoice();

  @Option(
      names = "--min-valid",
      paramLabel = "DURATION",
      description =
          "print a token that stays valid at least that long (90s, 10m, 1h30m, PT10M), "
              + "refreshed ahead of time if need be; if its whole life is shorter, nine tenths of "
              + "that; for a stored login: what other sources give does not say when it ends")
  private @Nullable String least;

  @Option(
      names = "--helper",
      description =
          "answer a program that calls this as its helper (apiKeyHelper): --min-valid is "
              + "10m if not given, a second call well before its time is taken for a rejection (a "
              + "login or a helper command then gives another token, a variable cannot), and a "
              + "login's token that has not ended is printed whatever goes wrong")
  private boolean helper;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "use this source and no other, see pawl explain; PAWL_SOURCE if not given")
  private @Nullable String source;

  @Option(
      names = "--audience",
      paramLabel = "A",
      description =
          "a token of the stored login that is meant for A; it is kept beside the login's own, as "
              + "for each --scope and --resource")
  private @Nullable String audience;

  @Option(
      names = "--scope",
      paramLabel = "S",
      description = "a token of the stored login with these scopes, separated by spaces")
  private @Nullable String scope;

  @Option(
      names = "--resource",
      paramLabel = "URL",
      description = "a token of the stored login for this address (RFC 8707); may be repeated")
  private @Nullable List<String> resources;

  @Option(
      names = "--headers-for",
      paramLabel = "'METHOD URL'",
      description =
          "print the headers of that one request instead, with a proof if the token is bound to a key "
              + "(DPoP): pawl token --headers-for 'GET URL' | curl -H @- URL")
  private @Nullable String request;

  @Option(
      names = "--nonce",
      paramLabel = "NONCE",
      description = "with --headers-for, what the server's header DPoP-Nonce said")
  private @Nullable String nonce;

  public TokenCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (audience != null || scope != null || resources != null) {
      return requested();
    }
    Chosen chosen = Chosen.of(shell, profile.argument(), source);
    if (request != null) {
      RequestHeaders headers = RequestHeaders.of(request, nonce);
      Duration wish = least == null ? Duration.ZERO : Spans.parse(least);
      return offering(
          chosen,
          () ->
              chosen.run(
                  Session.Talk.ON_TERMINAL,
                  credentials -> headers.print(shell, credentials.tokenValidFor(wish))));
    }
    if (helper) {
      Duration wish = least == null ? HelperToken.LEAST : Spans.parse(least);
      return new HelperToken(chosen, wish).run();
    }
    return run(chosen, least == null ? Duration.ZERO : Spans.parse(least));
  }

  private int requested() {
    if (helper || least != null || source != null) {
      throw new UsageException(
          "--audience, --scope and --resource stand without --helper, --min-valid and --source");
    }
    RequestHeaders headers = request == null ? null : RequestHeaders.of(request, nonce);
    TokenRequest wanted =
        RequestedTokenPrint.request(
            audience == null ? "" : audience,
            scope == null ? "" : scope,
            resources == null ? List.of() : resources);
    Chosen login = new Chosen(shell, profile.name(shell), true, null);
    return offering(
        login,
        () ->
            RequestedTokenPrint.run(
                shell,
                login.profile(),
                wanted,
                token ->
                    headers == null ? TokenLine.print(shell, token) : headers.print(shell, token)));
  }

  /** The warm way loads next to nothing; keep it so. */
  public static int run(Chosen chosen, Duration least) {
    FastPath fastPath = chosen.fastPath();
    Token token = fastPath == null ? null : fastPath.token(least);
    return token == null ? found(chosen, least) : TokenLine.print(chosen.shell(), token);
  }

  private static int found(Chosen chosen, Duration least) {
    TokenOfCredentials work = new TokenOfCredentials(chosen.shell(), least);
    return offering(chosen, () -> chosen.run(Session.Talk.ON_TERMINAL, work));
  }

  /* Whoever reads the output is a program, and offered nothing. */
  private static int offering(Chosen chosen, IntSupplier look) {
    return chosen.shell().printsOnTerminal() ? LoginOffer.around(chosen, look) : look.getAsInt();
  }

  private record TokenOfCredentials(Shell shell, Duration least) implements Chosen.Work {
    @Override
    public int run(Credentials credentials) {
      return TokenLine.print(shell, credentials.tokenValidFor(least));
    }
  }
}
