package dev.pawl.grant;

import dev.pawl.directory.Adoptions;
import dev.pawl.refresh.Recovery;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.refresh.locked.TrialAnswer;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.LoginOutcome.Result;
import dev.pawl.token.LogoutOutcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a login that is offered, and of the one that is stored: kept, replaced at once,
 * or replaced once a {@link GrantTrial} has shown that the new one is worth as much. Each method
 * runs with the refresh lock held.
 *
 * @param locked the profile, for one change
 */
public record GrantChanges(LockedProfile locked) {
  /** Stores {@code login} unless it is known; one that could cost another is tried first. */
  public LoginOutcome login(Grant login) throws IOException {
    locked.requirePermitted(login);
    Grant stored = new Recovery(locked).recover();
    Grant present = living(stored);
    if (present != null && isKnown(present, login)) {
      return new LoginOutcome(locked.name(), Result.UNCHANGED, null);
    }
    NewLogin next = new NewLogin(locked, login, stored);
    Grant answered = TrialAnswer.of(locked).again(next.marked());
    if (answered != null) {
      next.storeAnswered(answered);
    } else if (present == null || login.tokens().access() != null || !isOfUse(present)) {
      next.store();
    } else {
      next.storeTried(present);
    }
    return new LoginOutcome(locked.name(), Result.STORED, null);
  }

  private static @Nullable Grant living(@Nullable Grant stored) {
    return stored == null || stored.isTombstone() ? null : stored;
  }

  /* A token that was spent would end the very login that it has become, if it were sent again. */
  private boolean isKnown(Grant present, Grant login) {
    Fingerprint offered = login.tokens().fingerprint();
    if (offered == null) {
      return false;
    }
    if (offered.equals(present.tokens().fingerprint())) {
      return login.tokens().access() == null && login.client().equals(present.client());
    }
    return locked.spends().hasSpent(offered) || OriginalToken.isOf(present, offered);
  }

  private boolean isOfUse(Grant present) {
    boolean serves =
        present.tokens().access() != null && locked.millis() < present.tokens().expiresAt();
    return serves || (present.tokens().refresh() != null && !locked.isDead(present));
  }

  /**
   * Stores a login from the environment, unless somebody is logged in or its refresh token became a
   * login before.
   *
   * @return whether it was stored
   */
  public boolean adopt(Grant login, Adoptions adoptions) throws IOException {
    locked.requirePermitted(login);
    Grant stored = new Recovery(locked).recover();
    Grant present = living(stored);
    Fingerprint fingerprint = Fingerprint.of(String.valueOf(login.tokens().refresh()));
    if (present != null && !locked.isDead(present)) {
      if (fingerprint.equals(present.tokens().fingerprint())) {
        adoptions.done(fingerprint);
      }
      return false;
    }
    if (adoptions.isDone(fingerprint) || locked.spends().hasSpent(fingerprint)) {
      return false;
    }
    adoptions.claim(fingerprint, locked.name());
    new NewLogin(locked, login, stored).store();
    adoptions.done(fingerprint);
    return true;
  }

  /** Stores {@code login} of an import unless the profile has, or had, this one or another. */
  public LoginOutcome offer(Grant login) throws IOException {
    Grant present = living(new Recovery(locked).recover());
    Fingerprint offered = login.tokens().fingerprint();
    boolean spent = offered != null && locked.spends().hasSpent(offered);
    if (present != null) {
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

  /** Erases the login: here at once, at the server if that can be reached. */
  public LogoutOutcome logout() throws IOException {
    return new Logout(locked).of(new Recovery(locked).recover());
  }
}
