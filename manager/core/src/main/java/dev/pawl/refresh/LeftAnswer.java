package dev.pawl.refresh;

import dev.pawl.oauth.Presentation;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.refresh.RefreshTransaction.Result;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.AnswerBond;
import dev.pawl.store.JournalRecord.State;
import dev.pawl.store.UnjudgedAnswer;
import dev.pawl.wire.RawAnswer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * An answer that a process read and did not live to judge; the next holder of the lock does, before
 * it decides anything (docs/protocol.md).
 *
 * @param locked of the profile, with the lock held, journal and store read
 * @param policy of the profile
 * @param left what was read
 */
record LeftAnswer(LockedProfile locked, SpendPolicy policy, UnjudgedAnswer left) {

  /** Saves or judges it for good; {@code stored} is what stands in the store. */
  void settle(@Nullable Grant stored) throws IOException {
    if (stored != null && bond().isParent(stored)) {
      settleFor(stored);
    } else {
      dispose(stored);
    }
  }

  /** Whether it grants the refresh token of {@code successor}. */
  boolean brings(Grant successor) {
    String refresh = refresh(read(unknown()));
    return refresh != null && refresh.equals(successor.tokens().refresh());
  }

  private Presentation unknown() {
    return new Presentation(
        bond().client(), bond().fingerprint().value(), policy.settings().errors());
  }

  private AnswerBond bond() {
    return left.bond();
  }

  /* A success needs no journal: that the token which was sent is stored still is proof enough. A
   * refusal does: an older answer may have come back after a loss of power. One that proves nothing
   * (a 5xx, a cut one) leaves its cooldown, as if this process had read it. */
  private void settleFor(Grant stored) throws IOException {
    SpendOutcome outcome = read(Presentation.of(stored, policy.settings().errors()));
    if (refresh(outcome) != null || outcome instanceof SpendOutcome.Granted || isOfNow(outcome)) {
      System.getLogger(LeftAnswer.class.getName())
          .log(
              Level.INFO,
              "profile {0}: the answer that a dead process had read is used: {1}",
              locked.name(),
              outcome);
      TokenRequirement requirement =
          bond().forced()
              ? TokenRequirement.newerThan(stored.generation())
              : TokenRequirement.USABLE;
      Case sent = locked.consider(stored, requirement).with(locked.spends());
      Result result = new Settlement(locked, policy, sent).settle(outcome);
      if (result instanceof Result.Unsaved unsaved) {
        throw unsaved.save().refusal();
      }
    }
  }

  private boolean isOfNow(SpendOutcome outcome) {
    State state = locked.spends().state();
    boolean unjudged = state == State.SPENDING || state == State.REPLAYING;
    boolean open = outcome instanceof SpendOutcome.Dead ? state != State.DEAD : unjudged;
    return open && state != State.NONE && bond().isOf(locked.spends());
  }

  /* Its parent is gone: what it brought is of use to nobody but a thief if that login ended. */
  private void dispose(@Nullable Grant stored) {
    String refresh = refresh(read(unknown()));
    if (refresh == null
        || Fingerprint.of(refresh).equals(bond().fingerprint())
        || (stored != null && refresh.equals(stored.tokens().refresh()))) {
      return;
    }
    if (stored == null || stored.isTombstone() || stored.origin() == Grant.Origin.LOGIN) {
      locked.revoke(Grant.login(bond().client(), TokenSet.ofRefresh(refresh)));
    }
  }

  private SpendOutcome read(Presentation presented) {
    return TokenEndpoint.read(
        presented, new RawAnswer(left.bytes(), left.ended(), left.sentAt(), left.sentAt()));
  }

  private static @Nullable String refresh(SpendOutcome outcome) {
    if (outcome instanceof SpendOutcome.Granted granted) {
      return granted.refresh();
    }
    return outcome instanceof SpendOutcome.Salvaged salvaged ? salvaged.refresh() : null;
  }
}
