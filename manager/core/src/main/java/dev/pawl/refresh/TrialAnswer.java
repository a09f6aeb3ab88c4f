package dev.pawl.refresh;

import dev.pawl.cache.table.SlotRecord.Verdict;
import dev.pawl.oauth.Presentation;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.AnswerBond;
import dev.pawl.store.AnswerFile;
import dev.pawl.store.UnjudgedAnswer;
import dev.pawl.wire.RawAnswer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a trial of a login whose process did not live to store it, in a file of its own:
 * used when the same token is given again, revoked by any other login or logout. If the token on
 * trial was the stored login's own, the answer holds its only successor, and whoever has the lock
 * next stores it.
 *
 * @param locked of the profile, with the lock held
 * @param policy of the profile
 * @param file that holds the answer; null where it must not be on a disk
 */
public record TrialAnswer(LockedProfile locked, SpendPolicy policy, @Nullable AnswerFile file) {

  /** Has the answer of a trial kept as it arrives. */
  public KeptAnswer keep(AnswerBond bond) throws IOException {
    return new KeptAnswer(file == null ? null : file.begin(bond));
  }

  /** The login that {@code login}'s token has become already; null if that must be asked. */
  @Nullable
  public Grant again(Grant login) throws IOException {
    UnjudgedAnswer left = left();
    if (left == null
        || !left.bond().fingerprint().equals(login.tokens().fingerprint())
        || !left.bond().client().isBoundLike(login.client())) {
      return null;
    }
    Grant granted = granted(login, read(left, String.valueOf(login.tokens().refresh())));
    Fingerprint next = granted == null ? null : granted.tokens().fingerprint();
    return next == null || locked.spends().hasSpent(next) ? null : granted;
  }

  /**
   * Whether {@code successor}, which could not be stored, is found here when its token is given
   * again.
   */
  public boolean brings(Grant successor) {
    try {
      UnjudgedAnswer left = left();
      String refresh = left == null ? null : refresh(left);
      return refresh != null && refresh.equals(successor.tokens().refresh());
    } catch (IOException e) {
      return false;
    }
  }

  /** Stores the answer if its parent is {@code stored}; says whether that changed anything. */
  boolean finish(@Nullable Grant stored) throws IOException {
    UnjudgedAnswer left = stored == null ? null : left();
    if (left == null || stored == null || !left.bond().isParent(stored)) {
      return false;
    }
    SpendOutcome outcome = read(left, String.valueOf(stored.tokens().refresh()));
    Grant bound =
        new Grant(
            locked.nextGeneration(stored),
            Grant.Origin.LOGIN,
            left.bond().client(),
            stored.tokens(),
            stored.extras());
    Grant successor = granted(bound, outcome);
    if (successor != null && locked.store().save(successor, stored)) {
      locked.saved(successor, locked.spends());
      locked.publish(successor, Verdict.GOOD);
      locked.keepCopy();
    }
    wipe();
    return successor != null;
  }

  /** Revokes what was granted unless it is {@code stored} by now, and forgets it. */
  public void end(@Nullable Grant stored) {
    try {
      UnjudgedAnswer left = left();
      String refresh = left == null ? null : refresh(left);
      if (left != null
          && refresh != null
          && (stored == null || !refresh.equals(stored.tokens().refresh()))) {
        locked.revoke(Grant.login(left.bond().client(), TokenSet.ofRefresh(refresh)));
      }
      wipe();
    } catch (IOException e) {
      System.getLogger(TrialAnswer.class.getName())
          .log(Level.WARNING, "what a login left cannot be removed: {0}", e.getMessage());
    }
  }

  private void wipe() throws IOException {
    if (file != null) {
      file.wipe();
    }
  }

  private @Nullable UnjudgedAnswer left() throws IOException {
    return file == null || !file.isThere() ? null : file.read();
  }

  private @Nullable String refresh(UnjudgedAnswer left) {
    SpendOutcome outcome = read(left, left.bond().fingerprint().value());
    if (outcome instanceof SpendOutcome.Granted granted) {
      return granted.refresh();
    }
    return outcome instanceof SpendOutcome.Salvaged salvaged ? salvaged.refresh() : null;
  }

  private SpendOutcome read(UnjudgedAnswer left, String sent) {
    return TokenEndpoint.read(
        new Presentation(left.bond().client(), sent, policy.settings().errors()),
        new RawAnswer(left.bytes(), left.ended(), left.sentAt(), left.sentAt()));
  }

  /** {@code login} with what {@code outcome} grants for its token; null if that is nothing. */
  public static @Nullable Grant granted(Grant login, SpendOutcome outcome) {
    if (outcome instanceof SpendOutcome.Salvaged salvaged) {
      TokenSet bare = Settlement.salvage(salvaged);
      return Objects.equals(salvaged.refresh(), login.tokens().refresh())
          ? null
          : login.next(login.generation(), Grant.Origin.LOGIN, bare);
    }
    if (!(outcome instanceof SpendOutcome.Granted granted)) {
      return null;
    }
    TokenSet tokens = Settlement.tokens(granted, login.tokens());
    return Settlement.told(login.next(login.generation(), Grant.Origin.LOGIN, tokens), granted);
  }
}
