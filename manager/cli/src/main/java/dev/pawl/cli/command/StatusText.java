package dev.pawl.cli.command;

import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Printable;
import dev.pawl.cli.text.Spans;
import dev.pawl.clock.TokenClock;
import dev.pawl.doctor.FleetLogin;
import dev.pawl.doctor.FleetReport;
import dev.pawl.doctor.UnfinishedLogin;
import dev.pawl.doctor.WaitingLogin;
import dev.pawl.token.Status;
import dev.pawl.token.Status.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A status for people: aligned lines, the last of which says what to do. */
final class StatusText {
  private static final long NOTABLE_SKEW_MILLIS = 2_000;
  private static final long THREE_DAYS_MILLIS = 3L * 24 * 3_600 * 1_000;
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final Shell shell;
  private final Status status;
  private final UsedSource used;
  private final @Nullable FleetReport fleet;
  private final @Nullable WaitingLogin waiting;
  private final long now = TokenClock.system().millis();

  StatusText(Shell shell, Status status, UsedSource used, @Nullable FleetReport fleet) {
    this.shell = shell;
    this.status = status;
    this.used = used;
    this.fleet = fleet;
    this.waiting = used.waiting();
  }

  void print() {
    line("profile", status.profile());
    if (!used.isLogin()) {
      line("source", used.name());
    }
    shell.out().println("state       " + coloured(state()));
    if (status.problem() != null) {
      line("problem", status.problem());
    }
    if (status.expiry() != null) {
      line("expires", Spans.when(status.expiry(), now));
    }
    Instant end = used.isLogin() ? used.report().peekedLoginEnd() : null;
    if (end != null) {
      line("login ends", Spans.when(end, now));
    } else {
      unlessRefreshed();
    }
    String scopes = used.isLogin() ? used.report().peekedScopes() : null;
    if (scopes != null) {
      line("scope", scopes);
    }
    Instant retryAt = status.retryAt();
    if (retryAt != null) {
      line("server", server(retryAt));
    }
    if (Math.abs(status.skewMillis()) >= NOTABLE_SKEW_MILLIS) {
      line("clock", skew(status.skewMillis()));
    }
    String holder = used.report().lockHolder();
    if (holder != null) {
      line("lock", "held by " + holder);
    }
    if (used.isLogin()) {
      if (used.report().isPeekedBound()) {
        line("bound", "to a key (DPoP): no API takes the token alone");
      }
      line("generation", Long.toString(status.generation()));
      if (fleet == null) {
        line("store", used.report().store());
      } else {
        shared(fleet);
      }
      line("cache", status.cache());
    }
    unfinished();
    if (waiting != null) {
      line("waiting", waiting.sentence());
    }
    String next = next();
    if (next.isEmpty() && isNear(end, now)) {
      line("next", Session.loginCommand(shell, status.profile()) + ", before the login ends");
    }
    if (!next.isEmpty()) {
      line("next", next);
    }
  }

  private void shared(FleetReport shared) {
    line("store", "fleet " + FleetText.store(shared));
    shared.store().problems().forEach(problem -> line("problem", problem));
    for (FleetLogin login : shared.logins()) {
      line("claim", FleetText.claim(login));
      line("seen", FleetText.seen(login));
      String difference = FleetText.clock(login);
      if (difference != null) {
        line("clock", difference);
      }
    }
  }

  /* Of one answer nobody knows whether a refresh begins the time anew: it is shown as what it is. */
  private void unlessRefreshed() {
    Instant told = used.isLogin() ? used.report().peekedRefreshTokenEnd() : null;
    if (told != null) {
      line("login ends", Spans.when(told, now) + ", unless a refresh prolongs it");
    }
  }

  /** Whether a login's own end is so near that people are told what to do. */
  static boolean isNear(@Nullable Instant end, long nowMillis) {
    long left = end == null ? Long.MAX_VALUE : end.toEpochMilli() - nowMillis;
    return left > 0 && left <= THREE_DAYS_MILLIS;
  }

  private void line(String name, String value) {
    shell.out().println(name + " ".repeat(12 - name.length()) + Printable.of(value));
  }

  private String server(Instant retryAt) {
    return retryAt.toEpochMilli() <= now
        ? "may be asked again"
        : "left alone until " + Spans.when(retryAt, now);
  }

  private void unfinished() {
    UnfinishedLogin unfinished = used.report().unfinishedLogin();
    if (unfinished != null) {
      line(
          "unfinished",
          "a login by refresh token was answered by "
              + Printable.of(unfinished.issuer())
              + " and is not stored: give the same token again to use it; any other login, or a"
              + " logout, revokes it");
    }
  }

  private static String skew(long millis) {
    String ahead = millis > 0 ? " ahead of" : " behind";
    return "at the last refresh the server's was "
        + Spans.rough(Math.abs(millis) / 1000)
        + ahead
        + " this machine's";
  }

  private String coloured(String text) {
    if (!shell.hasColours()) {
      return text;
    }
    return (status.usable() ? GREEN : RED) + text + PLAIN;
  }

  private String state() {
    String usable = status.usable() ? "usable" : "not usable";
    return switch (status.state()) {
      case GOOD -> usable;
      case EXPIRED ->
          usable
              + ": the access token "
              + (status.expiry() == null ? "is not to be trusted" : "has ended");
      case IN_DOUBT -> usable + ": a refresh was sent and not answered";
      case UNSAVED -> usable + ": a refreshed login cannot be stored yet";
      case COOLDOWN -> usable + ": the last refresh failed";
      case MISCONFIGURED -> usable + ": the server or the settings refuse this client";
      case DAMAGED ->
          usable
              + ": the file of the login is damaged"
              + (status.generation() > 0 ? "; the next refresh uses the last good copy" : "");
      case LOGIN_REQUIRED -> usable + ": the login has ended";
      case LOGGED_OUT -> usable + ": nobody is logged in";
    };
  }

  private String next() {
    State state = status.state();
    if (waiting != null) {
      return waiting.remedy(status.profile());
    }
    return switch (state) {
      case GOOD, COOLDOWN -> "";
      case EXPIRED -> "pawl token " + status.profile();
      case IN_DOUBT -> status.usable() ? "" : "pawl token " + status.profile();
      case UNSAVED -> unsaved();
      case MISCONFIGURED ->
          used.isLogin()
              ? "correct the settings, or: " + Session.loginCommand(shell, status.profile())
              : "correct " + used.name() + ", see pawl explain";
      case DAMAGED ->
          status.generation() > 0
              ? "pawl token " + status.profile()
              : Session.loginCommand(shell, status.profile());
      case LOGIN_REQUIRED, LOGGED_OUT -> Session.loginCommand(shell, status.profile());
    };
  }

  private String unsaved() {
    String store = used.report().store();
    return store.equals("file")
        ? "make room for the state directory, see pawl doctor"
        : "unlock the " + WaitingLogin.word(store) + ", then: pawl token " + status.profile();
  }
}
