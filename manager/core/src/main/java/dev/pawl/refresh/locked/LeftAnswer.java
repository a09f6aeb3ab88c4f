package dev.pawl.refresh.locked;

import dev.pawl.oauth.Presentation;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.store.journal.AnswerBond;
import dev.pawl.store.journal.UnjudgedAnswer;
import dev.pawl.wire.RawAnswer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that a process read and did not live to judge, understood as that process would have.
 *
 * @param left what was read
 * @param hadSecret whether the client that it answers has a secret
 * @param errors what the settings say of error codes
 */
public record LeftAnswer(UnjudgedAnswer left, boolean hadSecret, ErrorCodes errors) {
  /** To what it belongs. */
  public AnswerBond bond() {
    return left.bond();
  }

  /** What it says to whoever presented the refresh token of {@code grant}. */
  public SpendOutcome outcome(Grant grant) {
    return outcome(
        Presentation.before(
            grant.client(),
            String.valueOf(grant.tokens().refresh()),
            hadSecret,
            ProofKey.of(grant),
            errors.over(ErrorCodes.keptBy(grant))));
  }

  /** The new refresh token in it, whoever's it is; null if there is none. */
  public @Nullable String refresh() {
    return outcome(bond().fingerprint().value(), null).newRefresh();
  }

  /** Whether it grants the refresh token of {@code successor}. */
  public boolean brings(Grant successor) {
    String refresh = refresh();
    return refresh != null && refresh.equals(successor.tokens().refresh());
  }

  /**
   * Whether it answers the program whose login is {@code stored}: what refresh token it may hold
   * came beside the access token in use, and is not to be revoked.
   */
  public boolean isOfProgram(@Nullable Grant stored) {
    return stored != null
        && stored.tokens().grantType().isMinted()
        && bond().fingerprint().equals(stored.tokens().fingerprint());
  }

  /**
   * What it says to the client that it belongs to, if that sent {@code refresh}, and a proof if
   * there is a {@code key}.
   */
  SpendOutcome outcome(String refresh, @Nullable ProofKey key) {
    return outcome(Presentation.before(bond().client(), refresh, hadSecret, key, errors));
  }

  private SpendOutcome outcome(Presentation presented) {
    return TokenEndpoint.read(
        presented, new RawAnswer(left.bytes(), left.ended(), left.sentAt(), left.sentAt()));
  }
}
