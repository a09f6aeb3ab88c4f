package dev.pawl.cli;

import dev.pawl.Token;
import dev.pawl.TokenException;
import dev.pawl.json.JsonException;
import dev.pawl.oauth.AuthorizationServer;
import dev.pawl.oauth.ConfigurationException;
import dev.pawl.oauth.ServerMetadata;
import dev.pawl.oauth.Transport;
import dev.pawl.spi.Client;
import dev.pawl.spi.Grant;
import dev.pawl.spi.Replay;
import dev.pawl.spi.TokenClock;
import dev.pawl.spi.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl login}: stores a login and gets its first access token. */
@Command(
    name = "login",
    description = {
      "Stores a login for every process of this user and gets its first access token.",
      "The refresh token is read from standard input, never from the arguments, which others see."
    })
final class LoginCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Shell shell;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PROFILE",
      description = "name of the login; PAWL_PROFILE or 'default' if not given")
  private @Nullable String profile;

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "the authorization server, exactly as it names itself (RFC 8414)")
  private String issuer = "";

  @Option(
      names = "--refresh-token-stdin",
      description = "read the refresh token from standard input: one line, or typed unseen")
  private boolean fromStdin;

  @Option(
      names = "--token-endpoint",
      paramLabel = "URL",
      description = "where the refresh token is spent; asked of the issuer if not given")
  private @Nullable String tokenEndpoint;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "the public client that the refresh token was issued to; 'pawl' if not given")
  private String clientId = "pawl";

  @Option(
      names = "--scope",
      paramLabel = "S",
      description = "the scopes of the login, separated by spaces; for the record")
  private String scope = "";

  @Option(
      names = "--replay",
      paramLabel = "R",
      description = {
        "what may follow a refresh that was not answered: unknown (default), window:Ns (the",
        "server accepts a replay for N seconds), free (it does not rotate), never"
      })
  private String replay = "unknown";

  @Option(names = "--json", description = "print the resulting status as one JSON object")
  private boolean json;

  @Option(
      names = "--import",
      paramLabel = "FILE",
      description = {
        "store many logins: JSON Lines from a private file, or from standard input if it is '-';",
        "profile, issuer, client_id and refresh_token in each line, see docs/formats.md"
      })
  private @Nullable String bulk;

  @Option(
      names = "--expected-profiles",
      paramLabel = "N",
      description = {
        "with --import: for how many profiles a new state directory is laid out; 1024 if not given,",
        "more need the Chronicle engine for their cache, see README.md"
      })
  private int expectedProfiles = 1_024;

  LoginCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (bulk != null) {
      return new LoginBulk(shell).run(bulk, expectedProfiles, json);
    }
    if (issuer.isEmpty()) {
      throw new UsageException("give --issuer, or --import for many logins");
    }
    String name = shell.profile(profile);
    Session.requireName(name);
    if (!fromStdin) {
      throw new UsageException("give --refresh-token-stdin and pipe the refresh token in");
    }
    Replay permitted = replay();
    try {
      String refresh = Secret.read(shell);
      Client client = client(permitted);
      return Session.run(
          shell,
          name,
          Session.Talk.ALWAYS,
          session -> logIn(session, Grant.login(client, Tokens.ofRefresh(refresh))));
    } catch (ConfigurationException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return undiscovered(e);
    }
  }

  private Replay replay() {
    try {
      return Replay.parse(replay);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Client client(Replay permitted) throws IOException {
    if (tokenEndpoint != null) {
      return new Client(issuer, uri(tokenEndpoint), null, clientId, scope, permitted);
    }
    try (Progress progress = new Progress(shell, "asking " + issuer)) {
      progress.begin(true);
      ServerMetadata found =
          new AuthorizationServer(Transport.DIRECT, TokenClock.system()).discover(issuer, PATIENCE);
      return new Client(
          issuer, found.tokenEndpoint(), found.revocationEndpoint(), clientId, scope, permitted);
    }
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new UsageException("the token endpoint is not an address");
    }
  }

  /* A document that says the wrong thing stays wrong; a network may come back. */
  private int undiscovered(IOException e) {
    shell.say(String.valueOf(e.getMessage()));
    boolean network =
        e.getCause() instanceof IOException && !(e.getCause() instanceof JsonException);
    shell.sayMore("nothing was stored" + (network ? "; next: try again later" : ""));
    return network ? ExitCode.TRY_LATER : ExitCode.FIX_CONFIGURATION;
  }

  private int logIn(Session session, Grant login) {
    session.manager().login(login);
    try {
      Token token = session.manager().token();
      return json
          ? StatusCommand.run(shell, session.profile(), true)
          : loggedIn(session.profile(), token);
    } catch (TokenException e) {
      int code = Session.failed(shell, session.profile(), e);
      if (e.reason() == TokenException.Reason.TRY_LATER) {
        shell.sayMore(
            "the login is stored: pawl token " + session.profile() + " goes on from here");
      }
      return code;
    }
  }

  private int loggedIn(String name, Token token) {
    String end = Spans.when(token.expiry(), TokenClock.system().millis());
    shell.out().println("logged in as profile " + name + "; the access token ends " + end);
    return shell.printed(ExitCode.OK);
  }
}
