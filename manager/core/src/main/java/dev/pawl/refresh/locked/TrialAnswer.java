package dev.pawl.refresh.locked;

import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.policy.GrantedSuccessor;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.AnswerBond;
import dev.pawl.store.journal.AnswerFile;
import dev.pawl.store.journal.UnjudgedAnswer;
import java.io.IOException;
import java.lang.System.Logger.Level;
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
  /** The answer to a login of {@code locked} by refresh token that is not stored yet. */
  public static TrialAnswer of(LockedProfile locked) throws IOException {
    AnswerFile file = locked.answers().ofTrial();
    return new TrialAnswer(locked, locked.policy(), file);
  }

  /** Has the answer of a trial kept as it arrives. */
  public KeptAnswer keep(AnswerBond bond) throws IOException {
    return new KeptAnswer(file == null ? null : file.begin(bond), locked.store());
  }

  /** The login that {@code login}'s token has become already; null if that must be asked. */
  @Nullable
  public Grant again(Grant login) throws IOException {
    LeftAnswer left = left();
    if (left == null
        || !left.bond().fingerprint().equals(login.tokens().fingerprint())
        || !left.bond().client().isBoundLike(login.client())) {
      return null;
    }
    SpendOutcome outcome =
        left.outcome(String.valueOf(login.tokens().refresh()), ProofKey.of(login));
    Grant granted = opened(GrantedSuccessor.ofLogin(login, outcome));
    Fingerprint next = granted == null ? null : granted.tokens().fingerprint();
    return next == null || locked.spends().hasSpent(next) ? null : granted;
  }

  /**
   * Whether {@code successor}, which could not be stored, is found here when its token is given
   * again.
   */
  public boolean brings(Grant successor) {
    try {
      LeftAnswer left = left();
      return left != null && left.brings(successor);
    } catch (IOException e) {
      return false;
    }
  }

  /** Stores the answer if its parent is {@code stored}; says whether that changed anything. */
  public boolean finish(@Nullable Grant stored) throws IOException {
    LeftAnswer left = stored == null ? null : left();
    if (left == null || stored == null || !left.bond().isParent(stored)) {
      forgetStored(left, stored);
      return false;
    }
    SpendOutcome outcome =
        left.outcome(String.valueOf(stored.tokens().refresh()), ProofKey.of(stored));
    Grant bound =
        new Grant(
            locked.nextGeneration(stored),
            Grant.Origin.LOGIN,
            left.bond().client(),
            stored.tokens(),
            stored.extras());
    Grant successor = opened(GrantedSuccessor.ofLogin(bound, outcome));
    if (successor != null && locked.store().save(successor, stored)) {
      locked.saved(successor, locked.spends());
      locked.publisher().publish(successor, Verdict.GOOD);
      locked.keepCopy();
    }
    wipe();
    return successor != null;
  }

  /* The access token is bound to a key that died with its process (RFC 9449): the next refresh brings
   * another. */
  private static @Nullable Grant opened(@Nullable Grant granted) {
    TokenSet tokens = granted == null ? null : granted.tokens();
    if (granted == null
        || tokens == null
        || tokens.refresh() == null
        || ProofKey.of(granted) == null) {
      return granted;
    }
    TokenSet left = new TokenSet(null, tokens.issuedAt(), 0, tokens.refresh());
    return granted.next(granted.generation(), Grant.Origin.LOGIN, left);
  }

  /* Its process was killed between the store and this file: it is nobody's any more. */
  private void forgetStored(@Nullable LeftAnswer left, @Nullable Grant stored) throws IOException {
    if (left != null && stored != null && left.brings(stored)) {
      wipe();
    }
  }

  /** Revokes what was granted unless it is {@code stored} by now, and forgets it. */
  public void end(@Nullable Grant stored) {
    try {
      LeftAnswer left = left();
      String refresh = left == null ? null : left.refresh();
      if (left != null
          && refresh != null
          && !left.isOfProgram(stored)
          && (stored == null || !refresh.equals(stored.tokens().refresh()))) {
        locked.issuer().revoke(Grant.login(left.bond().client(), TokenSet.ofRefresh(refresh)));
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

  private @Nullable LeftAnswer left() throws IOException {
    UnjudgedAnswer left = file == null || !file.isThere() ? null : file.read();
    if (left == null) {
      return null;
    }
    ClientRegistration client = left.bond().client();
    return new LeftAnswer(left, locked.issuer().hasSecret(client), policy.errors(client));
  }
}
