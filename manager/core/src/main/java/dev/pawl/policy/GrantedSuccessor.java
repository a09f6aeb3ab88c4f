package dev.pawl.policy;

import dev.pawl.oauth.SpendOutcome;
import dev.pawl.spi.Account;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantedScope;
import dev.pawl.spi.LoginEnd;
import dev.pawl.spi.TokenSet;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a grant becomes by what the token endpoint granted for its refresh token. */
public final class GrantedSuccessor {
  /* What is shorter was no lifetime, but the rest of one; what is longer, no usual one. */
  private static final long SHORTEST = Duration.ofMinutes(1).toMillis();
  private static final long LONGEST = Duration.ofDays(30).toMillis();

  private GrantedSuccessor() {}

  /** What {@code outcome} leaves to be stored in the place of {@code parent}'s tokens. */
  public static @Nullable TokenSet tokens(SpendOutcome outcome, TokenSet parent) {
    if (outcome instanceof SpendOutcome.Salvaged salvaged) {
      return new TokenSet(null, salvaged.sentAtMillis(), 0, salvaged.refresh())
          .keeping(parent, salvaged.sentAtMillis());
    }
    if (!(outcome instanceof SpendOutcome.Granted granted)) {
      return null;
    }
    String refresh = granted.refresh() == null ? parent.refresh() : granted.refresh();
    return new TokenSet(granted.access(), granted.sentAtMillis(), end(granted, parent), refresh)
        .keeping(parent, granted.sentAtMillis());
  }

  /* A refresh that does not tell the lifetime leaves it as it was (RFC 6749 section 5.1). */
  private static long end(SpendOutcome.Granted granted, TokenSet parent) {
    long before = parent.expiresAt() - parent.issuedAt();
    boolean known =
        parent.access() != null
            && parent.expiresAt() != Long.MAX_VALUE
            && before >= SHORTEST
            && before <= LONGEST;
    return granted.isLifetimeAssumed() && known
        ? granted.sentAtMillis() + before
        : granted.expiresAtMillis();
  }

  /** {@code grant} with what the answer tells of its account, its scopes and its end. */
  public static Grant told(Grant grant, SpendOutcome outcome) {
    return outcome instanceof SpendOutcome.Granted granted
        ? GrantedScope.told(toldBesides(grant, outcome), granted.extras())
        : grant;
  }

  /** The same if the access token is one besides: its scopes are not those of the login. */
  public static Grant toldBesides(Grant grant, SpendOutcome outcome) {
    if (!(outcome instanceof SpendOutcome.Granted granted)) {
      return grant;
    }
    Account known = Account.of(grant);
    Account told = known.toldBy(granted.extras());
    Grant whose = told.equals(known) ? grant : told.on(grant);
    return LoginEnd.told(whose, granted.extras(), granted.sentAtMillis());
  }

  /** {@code login} with what {@code outcome} grants for its token; null if that is nothing. */
  public static @Nullable Grant ofLogin(Grant login, SpendOutcome outcome) {
    TokenSet tokens = tokens(outcome, login.tokens());
    boolean same =
        outcome instanceof SpendOutcome.Salvaged salvaged
            && Objects.equals(salvaged.refresh(), login.tokens().refresh());
    return tokens == null || same
        ? null
        : told(login.next(login.generation(), Grant.Origin.LOGIN, tokens), outcome);
  }
}
