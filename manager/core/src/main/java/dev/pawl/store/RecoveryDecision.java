package dev.pawl.store;

import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made of a stored grant that others may have touched: it stands as it is, it is
 * taken back for the last good copy, or it is adopted as a generation of its own. Decides, writes
 * nothing.
 *
 * @param grant what stands in the store
 * @param sealed whether Pawl wrote its tokens
 * @param floor the newest generation known from elsewhere
 * @param good the last good copy; null if there is none
 */
public record RecoveryDecision(Grant grant, boolean sealed, long floor, @Nullable Grant good) {

  /** Which of the three it is. */
  public enum Kind {
    UNTOUCHED,
    FROM_COPY,
    ADOPTED
  }

  /** What was decided, and the grant that counts from now on. */
  public record Outcome(Kind kind, Grant grant) {
    /** What people are told; null if nothing happened. */
    public @Nullable String note(String place) {
      return switch (kind) {
        case UNTOUCHED -> null;
        case FROM_COPY ->
            place
                + " held a refresh token that was spent before; recovered from the last good copy";
        case ADOPTED -> place + " was changed by another tool; adopted";
      };
    }
  }

  /** Which it is, if {@code spent} tells the refresh tokens that must not come back. */
  public Outcome decide(Predicate<Fingerprint> spent) {
    long newest = Math.max(floor, good == null ? 0 : good.generation());
    if (sealed && grant.generation() >= newest) {
      return new Outcome(Kind.UNTOUCHED, grant);
    }
    if (good != null && !good.isTombstone() && isBurnt(spent)) {
      return new Outcome(Kind.FROM_COPY, good);
    }
    /* The last of all stays as it is: whoever would go on from it is told so. */
    long last = Math.max(newest, grant.generation());
    long generation = Math.min(last + 1, Grant.MAX_GENERATION);
    return new Outcome(Kind.ADOPTED, grant.next(generation, Grant.Origin.FOREIGN, own()));
  }

  /* Whose the others are, only the tool knows that made the change. */
  private TokenSet own() {
    TokenSet all = grant.tokens();
    return new TokenSet(all.access(), all.issuedAt(), all.expiresAt(), all.refresh());
  }

  private boolean isBurnt(Predicate<Fingerprint> spent) {
    Fingerprint fingerprint = grant.tokens().fingerprint();
    return fingerprint != null && spent.test(fingerprint) && !isThatOfTheCopy(fingerprint);
  }

  private boolean isThatOfTheCopy(Fingerprint fingerprint) {
    return good != null && fingerprint.equals(good.tokens().fingerprint());
  }
}
