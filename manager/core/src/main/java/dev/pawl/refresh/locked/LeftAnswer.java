package dev.pawl.refresh.locked;

import dev.pawl.oauth.Presentation;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.Grant;
import dev.pawl.store.journal.AnswerBond;
import dev.pawl.store.journal.UnjudgedAnswer;
import dev.pawl.wire.RawAnswer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that a process read and did not live to judge, understood as that process would have.
 *
 * @param left what was read
 * @param errors what the settings say of error codes
 */
public record LeftAnswer(UnjudgedAnswer left, ErrorCodes errors) {
  /** To what it belongs. */
  public AnswerBond bond() {
    return left.bond();
  }

  /** What it says to whoever presented the refresh token of {@code grant}. */
  public SpendOutcome outcome(Grant grant) {
    return outcome(Presentation.of(grant, errors));
  }

  /** The new refresh token in it, whoever's it is; null if there is none. */
  public @Nullable String refresh() {
    return outcome(bond().fingerprint().value()).newRefresh();
  }

  /** Whether it grants the refresh token of {@code successor}. */
  public boolean brings(Grant successor) {
    String refresh = refresh();
    return refresh != null && refresh.equals(successor.tokens().refresh());
  }

  /** What it says to the client that it belongs to, if that sent {@code refresh}. */
  SpendOutcome outcome(String refresh) {
    return outcome(new Presentation(bond().client(), refresh, errors));
  }

  private SpendOutcome outcome(Presentation presented) {
    return TokenEndpoint.read(
        presented, new RawAnswer(left.bytes(), left.ended(), left.sentAt(), left.sentAt()));
  }
}
