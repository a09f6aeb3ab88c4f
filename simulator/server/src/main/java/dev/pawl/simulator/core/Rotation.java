package dev.pawl.simulator.core;

import dev.pawl.simulator.core.Family.RefreshToken;
import dev.pawl.simulator.core.Family.RefreshToken.State;
import dev.pawl.simulator.core.ledger.Outcome;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rules of the nine rotation policies. Callers hold the family's lock. */
final class Rotation {
  private final Registry registry;
  private final Supplier<ServerTerms> terms;

  Rotation(Registry registry, Supplier<ServerTerms> terms) {
    this.registry = registry;
    this.terms = terms;
  }

  /**
   * What a spend led to.
   *
   * @param outcome the decision
   * @param successor the token that new access tokens belong to; null if refused
   * @param told whether the answer names the successor
   */
  record Turn(Outcome outcome, @Nullable RefreshToken successor, boolean told) {
    static Turn refused(Outcome outcome) {
      return new Turn(outcome, null, false);
    }
  }

  Turn spend(RefreshToken token, Instant now) {
    Family family = token.family;
    if (!family.alive) {
      return Turn.refused(Outcome.INVALID_GRANT);
    }
    ServerTerms present = terms.get();
    return switch (token.state) {
      case CURRENT ->
          present.refreshEnds().areOver(token, now)
              ? Turn.refused(Outcome.EXPIRED)
              : first(token, now, present.policy());
      case SPENT -> again(token, now, present);
      case SUPERSEDED -> Turn.refused(Outcome.REUSE_REJECTED);
    };
  }

  private Turn first(RefreshToken token, Instant now, RotationPolicy policy) {
    int spends = ++token.family.spends;
    if (policy == RotationPolicy.NONE) {
      return new Turn(Outcome.GRANTED, token, true);
    }
    if (policy == RotationPolicy.OMIT && spends % 2 == 1) {
      return new Turn(Outcome.GRANTED, token, false);
    }
    token.state = State.SPENT;
    token.spentAt = now;
    return succeed(token, Outcome.GRANTED);
  }

  private Turn again(RefreshToken token, Instant now, ServerTerms present) {
    boolean inWindow =
        token.spentAt != null && now.isBefore(token.spentAt.plus(present.graceWindow()));
    return switch (present.policy()) {
      case NONE, OMIT, STRICT_REJECT -> Turn.refused(Outcome.REUSE_REJECTED);
      case STRICT_FAMILY -> revoked(token);
      case GRACE_SAME -> inWindow && isSuccessorUnspent(token) ? same(token) : rejected();
      case GRACE_SIBLING -> inWindow ? succeed(token, Outcome.REPLAYED_IN_GRACE) : revoked(token);
      case GRACE_LATEST_WINS ->
          inWindow && isSuccessorUnspent(token) && mayBeUsedAgain(token, present)
              ? latest(token)
              : rejected();
      case MAX_REUSE ->
          inWindow && mayBeUsedAgain(token, present)
              ? succeed(token, Outcome.REPLAYED_IN_GRACE)
              : revoked(token);
      case RETRYABLE_RACE -> inWindow ? Turn.refused(Outcome.RACE_LOST) : rejected();
    };
  }

  private Turn succeed(RefreshToken token, Outcome outcome) {
    RefreshToken successor = registry.mintRefreshToken(token.family);
    token.successor = successor;
    return new Turn(outcome, successor, true);
  }

  private Turn latest(RefreshToken token) {
    RefreshToken earlier = token.successor;
    if (earlier != null) {
      earlier.state = State.SUPERSEDED;
      token.family.accessTokens.revokeIssuedWith(earlier.number);
    }
    return succeed(token, Outcome.REPLAYED_IN_GRACE);
  }

  private static Turn same(RefreshToken token) {
    return new Turn(Outcome.REPLAYED_IN_GRACE, token.successor, true);
  }

  private static Turn rejected() {
    return Turn.refused(Outcome.REUSE_REJECTED);
  }

  private static Turn revoked(RefreshToken token) {
    token.family.revoke();
    return Turn.refused(Outcome.REUSE_FAMILY_REVOKED);
  }

  private static boolean mayBeUsedAgain(RefreshToken token, ServerTerms present) {
    return token.extraUses++ < present.extraUses();
  }

  private static boolean isSuccessorUnspent(RefreshToken token) {
    return token.successor != null && token.successor.state == State.CURRENT;
  }
}
