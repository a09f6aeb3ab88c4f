package dev.pawl.cli.login;

import dev.pawl.authentication.ClientSecrets;
import dev.pawl.cli.command.StatusCommand;
import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Printable;
import dev.pawl.cli.text.Spans;
import dev.pawl.clock.TokenClock;
import dev.pawl.doctor.ProfileReport;
import dev.pawl.login.BrowserLogin;
import dev.pawl.login.DeviceLogin;
import dev.pawl.login.LoginException;
import dev.pawl.login.LoginException.Reason;
import dev.pawl.login.LoginTurn;
import dev.pawl.login.Method;
import dev.pawl.login.Redemption;
import dev.pawl.login.Registration;
import dev.pawl.network.Transport;
import dev.pawl.oauth.LoginEndpoint;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.oauth.client.ClientCredentials;
import dev.pawl.spi.Account;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One login, from the turn to the printed result.
 *
 * @param shell where it is done
 * @param registration against whom
 * @param secret what was read from standard input; empty if a person is to log in
 * @param wish what the options say of the way
 */
record LoginRun(Shell shell, Registration registration, String secret, Wish wish)
    implements Session.Work {
  private static final Duration REQUEST = Duration.ofSeconds(30);

  /**
   * What the options say of the way.
   *
   * @param opens whether a browser may be opened
   * @param again whether a failure of just now is of no account
   * @param waitTimeout how long a person may take
   * @param json whether the result is printed as JSON
   */
  record Wish(boolean opens, boolean again, Duration waitTimeout, boolean json) {}

  @Override
  public int run(Session session) {
    try {
      registration.requirePermitted(shell.environment(), shell.settings());
      if (!registration.method().needsPerson()) {
        LoginOutcome outcome = session.manager().login(given());
        return outcome.result() == LoginOutcome.Result.UNCHANGED
            ? unchanged(session)
            : stored(session);
      }
      return inTurn(session) ? stored(session) : adopted(session);
    } catch (LoginException e) {
      shell.say(e.why());
      shell.sayMore("nothing was stored");
      return switch (e.reason()) {
        case LOG_IN_AGAIN -> ExitCode.LOG_IN;
        case TRY_LATER -> ExitCode.TRY_LATER;
        case FIX_CONFIGURATION -> ExitCode.FIX_CONFIGURATION;
      };
    } catch (IOException e) {
      shell.say(String.valueOf(e.getMessage()));
      shell.sayMore("nothing was stored");
      return ExitCode.FIX_CONFIGURATION;
    }
  }

  private Grant given() {
    long now = TokenClock.system().millis();
    TokenSet tokens =
        switch (registration.method()) {
          case API_KEY -> new TokenSet(secret, now, Long.MAX_VALUE, null);
          case REFRESH_TOKEN -> TokenSet.ofRefresh(secret);
          default -> TokenSet.minted(registration.method().grantType());
        };
    return registration.grant(tokens, Map.of());
  }

  /** Whether this process logged in; false if another one has done it meanwhile. */
  private boolean inTurn(Session session) throws LoginException, IOException {
    long deadline = TokenClock.system().deadline(wish.waitTimeout());
    long before = session.manager().status().generation();
    LoginTurn.Queue queue =
        LoginTurn.Queue.of(shell.environment(), session.profile(), wish.waitTimeout());
    try (LoginTurn turn =
        queue.await(
            holder -> shell.say("waiting for a login that is under way in " + holder),
            () -> isNew(session.manager().status(), before))) {
      if (turn == null) {
        return false;
      }
      boolean tab = wish.opens() && registration.method() != Method.DEVICE;
      boolean deliberate = wish.again() || (shell.readsTerminal() && !turn.hasWaited());
      if (tab && !deliberate) {
        turn.requireQuiet();
      }
      logIn(session, turn, turn.hasWaited() ? left(deadline) : wish.waitTimeout());
      return true;
    }
  }

  /* The turn and the login share the one wait of the option. */
  private static Duration left(long deadline) throws LoginException {
    Duration left = Duration.ofNanos(deadline - TokenClock.system().nanos());
    if (left.isNegative() || left.isZero()) {
      throw new LoginException(
          Reason.TRY_LATER, "the wait was over before this login had its turn");
    }
    return left;
  }

  private static boolean isNew(Status status, long before) {
    return status.generation() > before && status.usable();
  }

  private void logIn(Session session, LoginTurn turn, Duration longest)
      throws LoginException, IOException {
    ClientCredentials credentials =
        new ClientSecrets(shell.settings(), shell.environment(), TokenClock.system())
            .read(session.profile(), registration.client());
    turn.begin();
    try {
      converse(session, credentials, longest);
      turn.succeeded();
    } catch (LoginException e) {
      turn.failed(e.why());
      throw e;
    } catch (TokenException e) {
      turn.failed(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void converse(Session session, ClientCredentials credentials, Duration longest)
      throws LoginException, IOException {
    TokenClock clock = TokenClock.system();
    Transport transport = shell.transport();
    Redemption redemption =
        new Redemption(
            registration,
            credentials,
            new LoginEndpoint(
                transport, clock, registration.errors(shell.settings(), session.profile())),
            new TokenEndpoint(transport, clock),
            clock,
            REQUEST);
    Dialogue person = new Dialogue(shell, wish.opens());
    if (registration.method() == Method.DEVICE) {
      keep(session, new DeviceLogin(redemption, person, longest, LoginRun::pause).run());
    } else {
      new BrowserLogin(redemption, person, longest).run(grant -> keep(session, grant));
    }
  }

  private static void keep(Session session, Grant grant) {
    LoginOutcome unused = session.manager().loginOrRevoke(grant);
  }

  private static void pause(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  private int adopted(Session session) {
    shell.say("another process has logged in meanwhile; this one goes on with that login");
    return stored(session);
  }

  private int stored(Session session) {
    try {
      Token token = session.manager().token();
      return wish.json()
          ? StatusCommand.run(login(session), true)
          : loggedIn(session.profile(), token);
    } catch (TokenException e) {
      int code = Session.failed(shell, session.profile(), e);
      if (e.reason() == TokenException.Reason.TRY_LATER) {
        shell.sayMore("the login is stored; to go on from here: pawl token " + session.profile());
      }
      return code;
    }
  }

  private Chosen login(Session session) {
    return new Chosen(shell, session.profile(), true, null);
  }

  private int unchanged(Session session) {
    Token token = session.manager().token();
    if (wish.json()) {
      return StatusCommand.run(login(session), true);
    }
    String end = Spans.end(token.expiry(), TokenClock.system().millis());
    shell
        .out()
        .println(
            Printable.of("profile " + session.profile())
                + " is unchanged: its login has this refresh token, or has spent it; "
                + end);
    return shell.printed(ExitCode.OK);
  }

  private int loggedIn(String name, Token token) {
    String end = Spans.end(token.expiry(), TokenClock.system().millis());
    shell.out().println(Printable.of("logged in as profile " + name + whose(name)) + "; " + end);
    shell.hintAtUse(name);
    return shell.printed(ExitCode.OK);
  }

  private String whose(String name) {
    Account account = new ProfileReport(shell.environment(), name).account();
    String organization = account.organizationName();
    return account.email().isEmpty()
        ? ""
        : " (" + account.email() + (organization.isEmpty() ? "" : ", " + organization) + ")";
  }
}
