package dev.pawl.grant;

import dev.pawl.cache.table.SlotRecord.Verdict;
import dev.pawl.directory.Adoptions;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.oauth.Revocation;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.refresh.LockedProfile;
import dev.pawl.refresh.PendingSave;
import dev.pawl.refresh.TrialAnswer;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.JournalRecord;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.LoginOutcome.Result;
import dev.pawl.token.LogoutOutcome;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Login and logout, each with the refresh lock held: prove the save, send readers away, change the
 * store, publish, and only then tell the server what is of no use any more. A login that could turn
 * out to be worth less than the one it replaces goes through a {@link GrantTrial} before any of
 * that.
 */
public record GrantChanges(ProtectedThread.Work<LockedProfile> desks, Supplier<SpendPolicy> rules) {
  /** Stores {@code login} unless it is known; one that could cost another is tried first. */
  public LoginOutcome login(Grant login) throws IOException {
    LockedProfile desk = desks.run();
    desk.requirePermitted(login);
    Grant present = desk.open();
    boolean absent = present == null || present.isTombstone();
    if (present != null && !absent && isKnown(desk, present, login)) {
      return new LoginOutcome(desk.name(), Result.UNCHANGED, null);
    }
    Grant answered = desk.tried().again(marked(login));
    if (answered != null) {
      prepare(desk);
      TrialAnswer tried = desk.tried();
      desk.remember(desk.spends().accepted(answered.tokens().fingerprint()));
      Grant stored = desk.delayingExit(() -> keepTried(desk, answered, present));
      tried.end(stored);
      revoke(desk, present, login);
    } else if (present == null || absent) {
      store(desk, login, present);
    } else if (login.tokens().access() != null || !isOfUse(desk, present)) {
      store(desk, login, present);
    } else {
      prepare(desk);
      TrialAnswer tried = desk.tried();
      GrantTrial trial = new GrantTrial(desk, rules.get(), GrantImport.marked(login), present);
      Grant granted = desk.delayingExit(() -> keepTried(desk, trial.granted(), present));
      tried.end(granted);
      revoke(desk, present, login);
    }
    return new LoginOutcome(desk.name(), Result.STORED, null);
  }

  /* Also where the store refuses it: what was granted exists nowhere else. */
  private static Grant keepTried(LockedProfile desk, Grant granted, @Nullable Grant present)
      throws IOException {
    Grant fresh = numbered(desk, granted, present);
    try {
      return keep(desk, fresh, present);
    } catch (IOException e) {
      desk.publish(fresh, Verdict.UNSAVED);
      String kept = desk.tried().brings(fresh) ? "give the same token again to use it" : null;
      PendingSave unsaved = new PendingSave(desk, () -> keptNow(desk, fresh, present), e, kept);
      if (!unsaved.keepTrying()) {
        throw unsaved.refusal();
      }
      return fresh;
    }
  }

  private static boolean keptNow(LockedProfile desk, Grant fresh, @Nullable Grant present)
      throws IOException {
    try {
      Grant unused = keep(desk, fresh, present);
      return true;
    } catch (IOException e) {
      desk.publish(fresh, Verdict.UNSAVED);
      throw e;
    }
  }

  /* A token that was spent would end the very login that it has become, if it were sent again. */
  private static boolean isKnown(LockedProfile desk, Grant present, Grant login) {
    Fingerprint offered = login.tokens().fingerprint();
    if (offered == null) {
      return false;
    }
    if (offered.equals(present.tokens().fingerprint())) {
      return login.tokens().access() == null && login.client().equals(present.client());
    }
    return desk.spends().hasSpent(offered)
        || offered.value().equals(present.extras().get(GrantImport.MARK));
  }

  private static boolean isOfUse(LockedProfile desk, Grant present) {
    boolean serves =
        present.tokens().access() != null && desk.millis() < present.tokens().expiresAt();
    return serves || (present.tokens().refresh() != null && !desk.isDead(present));
  }

  /** Checks that {@code login} has a token, and none that no request could carry. */
  public static void requireTokens(Grant login) {
    String access = login.tokens().access();
    String refresh = login.tokens().refresh();
    if (access == null && refresh == null) {
      throw new IllegalArgumentException("a login needs an access token or a refresh token");
    }
    requireVisible(access, '!', "access token"); // RFC 6750 section 2.1: no space in a header
    requireVisible(refresh, ' ', "refresh token"); // RFC 6749 appendix A.17
  }

  private static void requireVisible(@Nullable String token, char least, String noun) {
    boolean visible = token == null || token.chars().allMatch(c -> c >= least && c <= '~');
    if (!visible || (token != null && token.isBlank())) {
      throw new IllegalArgumentException(
          "this cannot be the " + noun + " of a login: it must be visible ASCII");
    }
  }

  /**
   * Stores a login from the environment, unless somebody is logged in or its refresh token became a
   * login before.
   *
   * @return whether it was stored
   */
  public boolean adopt(Grant login, Adoptions adoptions) throws IOException {
    LockedProfile desk = desks.run();
    desk.requirePermitted(login);
    Grant present = desk.open();
    Fingerprint fingerprint = Fingerprint.of(String.valueOf(login.tokens().refresh()));
    if (present != null && !present.isTombstone() && !desk.isDead(present)) {
      if (fingerprint.equals(present.tokens().fingerprint())) {
        adoptions.done(fingerprint);
      }
      return false;
    }
    if (adoptions.isDone(fingerprint) || desk.spends().hasSpent(fingerprint)) {
      return false;
    }
    adoptions.claim(fingerprint, desk.name());
    store(desk, login, present);
    adoptions.done(fingerprint);
    return true;
  }

  private static void store(LockedProfile desk, Grant login, @Nullable Grant replaced)
      throws IOException {
    prepare(desk);
    TrialAnswer tried = desk.tried();
    tried.end(keep(desk, numbered(desk, marked(login), replaced), replaced));
    revoke(desk, replaced, login);
  }

  private static Grant marked(Grant login) {
    return login.tokens().access() == null ? GrantImport.marked(login) : login;
  }

  private static void prepare(LockedProfile desk) throws IOException {
    desk.store().prepareLogin();
    desk.journal().create();
  }

  private static Grant numbered(LockedProfile desk, Grant login, @Nullable Grant replaced) {
    return new Grant(
        desk.nextGeneration(replaced),
        Grant.Origin.LOGIN,
        login.client(),
        login.tokens(),
        login.extras());
  }

  private static Grant keep(LockedProfile desk, Grant fresh, @Nullable Grant replaced)
      throws IOException {
    desk.changing();
    desk.store().replace(fresh, replaced);
    forgetSpends(desk, fresh);
    desk.publish(fresh, Verdict.GOOD);
    desk.saved(fresh, desk.spends());
    desk.keepCopy();
    return fresh;
  }

  private static void revoke(LockedProfile desk, @Nullable Grant replaced, Grant login) {
    if (replaced != null
        && !Objects.equals(replaced.tokens().refresh(), login.tokens().refresh())) {
      desk.revoke(replaced);
    }
  }

  /** Stores {@code login} of an import unless the profile has, or had, this one or another. */
  public LoginOutcome offer(Grant login) throws IOException {
    LockedProfile desk = desks.run();
    Grant present = desk.open();
    Fingerprint offered = login.tokens().fingerprint();
    boolean spent = offered != null && desk.spends().hasSpent(offered);
    if (present != null && !present.isTombstone()) {
      return spent || isSame(present, login, offered)
          ? new LoginOutcome(desk.name(), Result.UNCHANGED, null)
          : new LoginOutcome(desk.name(), Result.KEPT, "there is another login; log out first");
    }
    if (spent) {
      return new LoginOutcome(desk.name(), Result.KEPT, "its refresh token was spent before");
    }
    return login(login);
  }

  private static boolean isSame(Grant present, Grant login, @Nullable Fingerprint offered) {
    return offered == null
        ? present.tokens().equals(login.tokens())
        : offered.equals(present.tokens().fingerprint())
            || offered.value().equals(present.extras().get(GrantImport.MARK));
  }

  /**
   * Erases the login: a tombstone first, then the server is told, then the token is wiped, unless
   * the server may revoke it later.
   */
  public LogoutOutcome logout() throws IOException {
    LockedProfile desk = desks.run();
    Grant present = desk.open();
    TrialAnswer tried = desk.tried();
    if (present == null) {
      desk.nobody(null);
      tried.end(null);
      return new LogoutOutcome(desk.name(), null, false);
    }
    desk.journal().create();
    Grant tombstone = tombstone(desk, present);
    desk.changing();
    desk.store().replace(tombstone, present);
    desk.store().clean(true);
    desk.publish(tombstone, Verdict.LOGGED_OUT);
    tried.end(null);
    if (tombstone.tokens().refresh() == null) {
      return new LogoutOutcome(desk.name(), null, false);
    }
    Revocation done = desk.revoke(present);
    boolean kept = done.result() == Revocation.Result.FAILED;
    if (!kept) {
      wipe(desk, tombstone);
      desk.publish(wiped(tombstone), Verdict.LOGGED_OUT);
    }
    return new LogoutOutcome(desk.name(), unrevoked(desk, present, done), kept);
  }

  private static @Nullable String unrevoked(LockedProfile desk, Grant login, Revocation done)
      throws IOException {
    if (done.result() == Revocation.Result.REVOKED) {
      return null;
    }
    return "the refresh token may still be valid at "
        + login.client().issuer()
        + ", which did not confirm its revocation ("
        + done.reason()
        + "); "
        + (done.result() == Revocation.Result.UNSUPPORTED
            ? "it is erased here"
            : "it is kept in "
                + desk.store().place()
                + " until another logout or login revokes it");
  }

  private static Grant tombstone(LockedProfile desk, Grant present) {
    long generation = present.isTombstone() ? present.generation() : desk.nextGeneration(present);
    TokenSet kept = new TokenSet(null, 0, 0, present.tokens().refresh());
    return new Grant(
        generation, Grant.Origin.LOGOUT, present.client(), kept, LastLogin.keptBy(present));
  }

  private static void wipe(LockedProfile desk, Grant tombstone) throws IOException {
    desk.store().replace(wiped(tombstone), tombstone);
    forgetSpends(desk, wiped(tombstone));
  }

  private static Grant wiped(Grant tombstone) {
    return new Grant(
        tombstone.generation(),
        Grant.Origin.LOGOUT,
        tombstone.client(),
        new TokenSet(null, 0, 0, null),
        tombstone.extras());
  }

  private static void forgetSpends(LockedProfile desk, Grant now) throws IOException {
    JournalRecord next = desk.spends().replaced(now.generation(), now.tokens().fingerprint());
    desk.journal().force(next);
  }
}
