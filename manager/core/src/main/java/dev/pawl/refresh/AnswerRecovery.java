package dev.pawl.refresh;

import dev.pawl.oauth.SpendOutcome;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.refresh.locked.LeftAnswer;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.JournalRecord.State;
import dev.pawl.store.journal.UnjudgedAnswer;
import dev.pawl.token.TokenRequest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the answer to a refresh that a process read and did not live to judge; the next
 * holder of the lock does, before it decides anything (docs/protocol.md).
 */
final class AnswerRecovery {
  private final LockedProfile locked;
  private final SpendPolicy policy;
  private final LeftAnswer left;

  /** The recovery of {@code left}; journal and store are read. */
  AnswerRecovery(LockedProfile locked, SpendPolicy policy, UnjudgedAnswer left) {
    this.locked = locked;
    this.policy = policy;
    ClientRegistration client = left.bond().client();
    this.left = new LeftAnswer(left, locked.issuer().hasSecret(client), policy.errors(client));
  }

  /** Saves or judges it for good; {@code stored} is what stands in the store. */
  void settle(@Nullable Grant stored) throws IOException {
    if (stored != null && left.bond().isParent(stored)) {
      settleFor(stored);
    } else {
      dispose(stored);
    }
  }

  /* A success needs no journal: that the token which was sent is stored still is proof enough. A
   * refusal does: an older answer may have come back after a loss of power. One that proves nothing
   * (a 5xx, a cut one) leaves its cooldown, as if this process had read it. */
  private void settleFor(Grant stored) throws IOException {
    SpendOutcome outcome = left.outcome(stored);
    if (outcome.newRefresh() != null
        || outcome instanceof SpendOutcome.Granted
        || isOfNow(outcome)) {
      System.getLogger(AnswerRecovery.class.getName())
          .log(
              Level.INFO,
              "profile {0}: the answer that a dead process had read is used: {1}",
              locked.name(),
              outcome);
      Case sent = locked.consider(stored, requirement(stored)).with(locked.spends());
      RefreshResult result = new Settlement(locked, policy, sent).settle(outcome);
      if (result instanceof RefreshResult.Unsaved unsaved) {
        throw unsaved.save().refusal();
      }
    }
  }

  private TokenRequirement requirement(Grant stored) {
    TokenRequirement requirement =
        left.bond().forced()
            ? TokenRequirement.newerThan(stored.generation())
            : TokenRequirement.USABLE;
    if (left.bond().claims()) {
      requirement = requirement.with(TokenRequirement.FORGOTTEN_CLAIMS);
    }
    String key = left.bond().request();
    return key.isEmpty() ? requirement : requirement.of(TokenRequest.ofKey(key));
  }

  private boolean isOfNow(SpendOutcome outcome) {
    State state = locked.spends().state();
    boolean unjudged = state == State.SPENDING || state == State.REPLAYING;
    boolean open = outcome instanceof SpendOutcome.Dead ? state != State.DEAD : unjudged;
    return open && state != State.NONE && left.bond().isOf(locked.spends());
  }

  /* Its parent is gone: what it brought is of use to nobody but a thief if that login ended. */
  private void dispose(@Nullable Grant stored) {
    String refresh = left.refresh();
    if (refresh == null
        || left.isOfProgram(stored)
        || Fingerprint.of(refresh).equals(left.bond().fingerprint())
        || (stored != null && refresh.equals(stored.tokens().refresh()))) {
      return;
    }
    if (stored == null || stored.isTombstone() || stored.origin() == Grant.Origin.LOGIN) {
      locked.issuer().revoke(Grant.login(left.bond().client(), TokenSet.ofRefresh(refresh)));
    }
  }
}
