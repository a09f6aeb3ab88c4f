package dev.pawl.refresh;

import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.spi.RequestedToken;
import dev.pawl.token.TokenException;
import org.jspecify.annotations.Nullable;

/** What came of a transaction. */
public sealed interface RefreshResult {
  /** Done: what was published tells the rest. */
  record Done() implements RefreshResult {}

  /**
   * The requirement was not met.
   *
   * @param problem says why
   */
  record Refused(TokenException problem) implements RefreshResult {}

  /**
   * A spend without an answer that proves anything.
   *
   * @param problem what callers are told
   * @param doubt where it left things
   */
  record InDoubt(TokenException problem, Case doubt) implements RefreshResult {}

  /**
   * The server refused the client's secret, or its proof without a nonce, and there is another that
   * it may take.
   *
   * @param back where it left things: as before the spend
   */
  record Unauthenticated(Case back) implements RefreshResult {}

  /**
   * An answer that could not be saved and must not be lost.
   *
   * @param save that is to be tried again
   */
  record Unsaved(PendingSave save) implements RefreshResult {}

  /**
   * Done, but for the access token that was asked for besides: it is too long to be kept.
   *
   * @param token that is to be served
   */
  record Unkept(RequestedToken token) implements RefreshResult {}

  /**
   * Nothing was spent, since all permits of an issuer were out.
   *
   * @param issuer which
   */
  record Limited(String issuer) implements RefreshResult {}

  /** Another host has changed the login since it was read: look again. */
  record Overtaken() implements RefreshResult {}

  /** Why the requirement was not met; null if it was, or if looking again will tell. */
  default @Nullable TokenException problem() {
    return this instanceof Refused refused
        ? refused.problem()
        : this instanceof InDoubt inDoubt ? inDoubt.problem() : null;
  }
}
