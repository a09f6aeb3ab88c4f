package dev.pawl.grant;

import dev.pawl.cache.table.SlotRecord.Verdict;
import dev.pawl.directory.Adoptions;
import dev.pawl.oauth.Revocation;
import dev.pawl.refresh.LockedProfile;
import dev.pawl.refresh.PendingSave;
import dev.pawl.refresh.RefreshCoordinator;
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
import org.jspecify.annotations.Nullable;

/**
 * Login and logout, each with the refresh lock held: prove the save, send readers away, change the
 * store, publish, and only then tell the server what is of no use any more. A login that could turn
 * out to be worth less than the one it replaces goes through a {@link GrantTrial} before any of
 * that. Each method runs under the lock.
 *
 * @param coordinator of the profile
 */
public record GrantChanges(RefreshCoordinator coordinator) {
  /** Stores {@code login} unless it is known; one that could cost another is tried first. */
  public LoginOutcome login(Grant login) throws IOException {
    LockedProfile locked = coordinator.locked();
    locked.requirePermitted(login);
    Grant present = locked.open();
    boolean absent = present == null || present.isTombstone();
    if (present != null && !absent && isKnown(locked, present, login)) {
      return new LoginOutcome(locked.name(), Result.UNCHANGED, null);
    }
    Grant answered = locked.tried().again(marked(login));
    if (answered != null) {
      prepare(locked);
      TrialAnswer tried = locked.tried();
      locked.remember(locked.spends().accepted(answered.tokens().fingerprint()));
      Grant stored = locked.delayingExit(() -> keepTried(locked, answered, present));
      tried.end(stored);
      revoke(locked, present, login);
    } else if (present == null || absent) {
      store(locked, login, present);
    } else if (login.tokens().access() != null || !isOfUse(locked, present)) {
      store(locked, login, present);
    } else {
      prepare(locked);
      TrialAnswer tried = locked.tried();
      GrantTrial trial =
          new GrantTrial(locked, locked.policy(), OriginalToken.markedOn(login), present);
      Grant granted = locked.delayingExit(() -> keepTried(locked, trial.granted(), present));
      tried.end(granted);
      revoke(locked, present, login);
    }
    return new LoginOutcome(locked.name(), Result.STORED, null);
  }

  /* Also where the store refuses it: what was granted exists nowhere else. */
  private static Grant keepTried(LockedProfile locked, Grant granted, @Nullable Grant present)
      throws IOException {
    Grant fresh = numbered(locked, granted, present);
    try {
      return keep(locked, fresh, present);
    } catch (IOException | RuntimeException | Error e) {
      locked.publish(fresh, Verdict.UNSAVED);
      String kept = locked.tried().brings(fresh) ? "give the same token again to use it" : null;
      PendingSave unsaved = new PendingSave(locked, () -> keptNow(locked, fresh, present), e, kept);
      if (!unsaved.keepTrying()) {
        throw unsaved.refusal();
      }
      return fresh;
    }
  }

  private static boolean keptNow(LockedProfile locked, Grant fresh, @Nullable Grant present)
      throws IOException {
    try {
      Grant unused = keep(locked, fresh, present);
      return true;
    } catch (IOException | RuntimeException | Error e) {
      locked.publish(fresh, Verdict.UNSAVED);
      throw e;
    }
  }

  /* A token that was spent would end the very login that it has become, if it were sent again. */
  private static boolean isKnown(LockedProfile locked, Grant present, Grant login) {
    Fingerprint offered = login.tokens().fingerprint();
    if (offered == null) {
      return false;
    }
    if (offered.equals(present.tokens().fingerprint())) {
      return login.tokens().access() == null && login.client().equals(present.client());
    }
    return locked.spends().hasSpent(offered) || OriginalToken.isOf(present, offered);
  }

  private static boolean isOfUse(LockedProfile locked, Grant present) {
    boolean serves =
        present.tokens().access() != null && locked.millis() < present.tokens().expiresAt();
    return serves || (present.tokens().refresh() != null && !locked.isDead(present));
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
    LockedProfile locked = coordinator.locked();
    locked.requirePermitted(login);
    Grant present = locked.open();
    Fingerprint fingerprint = Fingerprint.of(String.valueOf(login.tokens().refresh()));
    if (present != null && !present.isTombstone() && !locked.isDead(present)) {
      if (fingerprint.equals(present.tokens().fingerprint())) {
        adoptions.done(fingerprint);
      }
      return false;
    }
    if (adoptions.isDone(fingerprint) || locked.spends().hasSpent(fingerprint)) {
      return false;
    }
    adoptions.claim(fingerprint, locked.name());
    store(locked, login, present);
    adoptions.done(fingerprint);
    return true;
  }

  private static void store(LockedProfile locked, Grant login, @Nullable Grant replaced)
      throws IOException {
    prepare(locked);
    TrialAnswer tried = locked.tried();
    tried.end(keep(locked, numbered(locked, marked(login), replaced), replaced));
    revoke(locked, replaced, login);
  }

  private static Grant marked(Grant login) {
    return login.tokens().access() == null ? OriginalToken.markedOn(login) : login;
  }

  private static void prepare(LockedProfile locked) throws IOException {
    locked.store().prepareLogin();
    locked.journal().create();
  }

  private static Grant numbered(LockedProfile locked, Grant login, @Nullable Grant replaced) {
    return new Grant(
        locked.nextGeneration(replaced),
        Grant.Origin.LOGIN,
        login.client(),
        login.tokens(),
        login.extras());
  }

  private static Grant keep(LockedProfile locked, Grant fresh, @Nullable Grant replaced)
      throws IOException {
    locked.changing();
    locked.store().replace(fresh, replaced);
    forgetSpends(locked, fresh);
    locked.publish(fresh, Verdict.GOOD);
    locked.saved(fresh, locked.spends());
    locked.keepCopy();
    return fresh;
  }

  private static void revoke(LockedProfile locked, @Nullable Grant replaced, Grant login) {
    if (replaced != null
        && !Objects.equals(replaced.tokens().refresh(), login.tokens().refresh())) {
      locked.revoke(replaced);
    }
  }

  /** Stores {@code login} of an import unless the profile has, or had, this one or another. */
  public LoginOutcome offer(Grant login) throws IOException {
    LockedProfile locked = coordinator.locked();
    Grant present = locked.open();
    Fingerprint offered = login.tokens().fingerprint();
    boolean spent = offered != null && locked.spends().hasSpent(offered);
    if (present != null && !present.isTombstone()) {
      return spent || isSame(present, login, offered)
          ? new LoginOutcome(locked.name(), Result.UNCHANGED, null)
          : new LoginOutcome(locked.name(), Result.KEPT, "there is another login; log out first");
    }
    if (spent) {
      return new LoginOutcome(locked.name(), Result.KEPT, "its refresh token was spent before");
    }
    return login(login);
  }

  private static boolean isSame(Grant present, Grant login, @Nullable Fingerprint offered) {
    return offered == null
        ? present.tokens().equals(login.tokens())
        : offered.equals(present.tokens().fingerprint()) || OriginalToken.isOf(present, offered);
  }

  /**
   * Erases the login: a tombstone first, then the server is told, then the token is wiped, unless
   * the server may revoke it later.
   */
  public LogoutOutcome logout() throws IOException {
    LockedProfile locked = coordinator.locked();
    Grant present = locked.open();
    TrialAnswer tried = locked.tried();
    if (present == null) {
      locked.nobody(null);
      tried.end(null);
      return new LogoutOutcome(locked.name(), null, false);
    }
    locked.journal().create();
    Grant tombstone = tombstone(locked, present);
    locked.changing();
    locked.store().replace(tombstone, present);
    locked.store().clean(true);
    locked.publish(tombstone, Verdict.LOGGED_OUT);
    tried.end(null);
    if (tombstone.tokens().refresh() == null) {
      return new LogoutOutcome(locked.name(), null, false);
    }
    Revocation done = locked.revoke(present);
    boolean kept = done.result() == Revocation.Result.FAILED;
    if (!kept) {
      wipe(locked, tombstone);
      locked.publish(wiped(tombstone), Verdict.LOGGED_OUT);
    }
    return new LogoutOutcome(locked.name(), unrevoked(locked, present, done), kept);
  }

  private static @Nullable String unrevoked(LockedProfile locked, Grant login, Revocation done)
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
                + locked.store().place()
                + " until another logout or login revokes it");
  }

  private static Grant tombstone(LockedProfile locked, Grant present) {
    /* Never below the journal's count, or the next reader would take it for another tool's. */
    long generation =
        present.isTombstone()
            ? present.generation()
            : Math.max(present.generation(), locked.nextGeneration(present));
    TokenSet kept = new TokenSet(null, 0, 0, present.tokens().refresh());
    return new Grant(
        generation, Grant.Origin.LOGOUT, present.client(), kept, LastLogin.keptBy(present));
  }

  private static void wipe(LockedProfile locked, Grant tombstone) throws IOException {
    locked.store().replace(wiped(tombstone), tombstone);
    forgetSpends(locked, wiped(tombstone));
  }

  private static Grant wiped(Grant tombstone) {
    return new Grant(
        tombstone.generation(),
        Grant.Origin.LOGOUT,
        tombstone.client(),
        new TokenSet(null, 0, 0, null),
        tombstone.extras());
  }

  private static void forgetSpends(LockedProfile locked, Grant now) throws IOException {
    JournalRecord next = locked.spends().replaced(now.generation(), now.tokens().fingerprint());
    locked.journal().force(next);
  }
}
