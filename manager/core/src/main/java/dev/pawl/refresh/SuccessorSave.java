package dev.pawl.refresh;

import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.policy.Backoff;
import dev.pawl.policy.GrantedSuccessor;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.spi.Grant;
import dev.pawl.spi.RequestedToken;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.journal.JournalRecord.Failures;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** The save of what a spend brought; until it succeeds, nobody else has the successor. */
final class SuccessorSave {
  private static final Logger LOG = System.getLogger(SuccessorSave.class.getName());

  private static final String KEPT = "the next process saves it";

  private final LockedProfile locked;
  private final SpendPolicy policy;
  private final Case sent;
  private final SpendOutcome outcome;

  /**
   * The save of {@code outcome}, which brought tokens, of the spend that {@code sent} announces.
   */
  SuccessorSave(LockedProfile locked, SpendPolicy policy, Case sent, SpendOutcome outcome) {
    this.locked = locked;
    this.policy = policy;
    this.sent = sent;
    this.outcome = outcome;
  }

  /**
   * Saves {@code tokens} as the next generation and publishes it; whatever is thrown, it is kept.
   */
  RefreshResult save(TokenSet tokens) {
    Grant next = successor(tokens);
    Grant successor =
        sent.requirement().request() == null
            ? GrantedSuccessor.told(next, outcome)
            : GrantedSuccessor.toldBesides(next, outcome);
    try {
      return savedOrFenced(successor);
    } catch (IOException | RuntimeException | Error e) {
      String kept = kept(successor);
      BrokenSpend.quietly(() -> publishUnsaved(successor), e);
      return new RefreshResult.Unsaved(
          new PendingSave(locked, () -> saveAgain(successor), e, kept));
    }
  }

  /* What a rejection began and brought no access token goes on with the next refresh. */
  private Grant successor(TokenSet tokens) {
    Grant parent = sent.grant();
    TokenRequest request = sent.requirement().request();
    if (request != null) {
      return besides(parent, tokens, request.key());
    }
    boolean pending = parent.tokens().access() == null && parent.origin() == Grant.Origin.FORCED;
    boolean forced = pending || sent.requirement().rejected() >= parent.generation();
    return parent.next(
        locked.nextGeneration(parent), forced ? Grant.Origin.FORCED : Grant.Origin.REFRESH, tokens);
  }

  /* The login's own access token stays, and what is known of how it came. */
  private Grant besides(Grant parent, TokenSet tokens, String key) {
    long generation = locked.nextGeneration(parent);
    boolean forced = parent.origin() == Grant.Origin.FORCED;
    TokenSet next = parent.tokens().keeping(tokens, tokens.issuedAt()).refreshed(tokens.refresh());
    String access = tokens.access();
    TokenSet all =
        access == null
            ? next
            : next.with(key, requested(access, tokens.issuedAt(), tokens.expiresAt(), generation));
    return parent.next(generation, forced ? Grant.Origin.FORCED : Grant.Origin.REFRESH, all);
  }

  private RequestedToken requested(String access, long issuedAt, long expiresAt, long generation) {
    boolean forced = sent.requirement().rejected() > 0;
    return new RequestedToken(access, issuedAt, expiresAt, generation, forced);
  }

  private RefreshResult savedOrFenced(Grant successor) throws IOException {
    locked.tenure().regainLock();
    return locked.store().save(successor, sent.grant()) ? saved(successor) : fenced(successor);
  }

  private RefreshResult saved(Grant successor) throws IOException {
    if (outcome instanceof SpendOutcome.Salvaged) {
      return salvaged(successor);
    }
    locked.saved(successor, sent.spends());
    locked.publisher().publish(successor, Verdict.GOOD);
    RequestedToken unkept = unkept(successor);
    return unkept == null ? new RefreshResult.Done() : new RefreshResult.Unkept(unkept);
  }

  private @Nullable RequestedToken unkept(Grant successor) {
    TokenRequest request = sent.requirement().request();
    return request == null
            || !(outcome instanceof SpendOutcome.Granted granted)
            || successor.tokens().requested().containsKey(request.key())
        ? null
        : requested(
            granted.access(),
            granted.sentAtMillis(),
            granted.expiresAtMillis(),
            successor.generation());
  }

  /* Saved first, then told: the next refresh works, but a server that always answers so must not
   * be asked at every call. */
  private RefreshResult salvaged(Grant successor) throws IOException {
    String unusable = outcome instanceof SpendOutcome.Salvaged told ? told.why() : "";
    long now = locked.millis();
    Failures before = sent.spends().failures();
    long wait = Backoff.afterSalvage(before.count());
    JournalRecord next = sent.spends().salvaged(successor, before.failed(now, now + wait));
    locked.journal().note(next);
    locked.saved(successor, next);
    Case after =
        new Case(successor, next, sent.requirement(), locked.publisher().freshness(successor), now);
    locked.publisher().publish(after, Verdict.GOOD);
    LOG.log(
        Level.WARNING,
        "refresh of profile {0} brought no access token: {1}",
        locked.name(),
        unusable);
    return new RefreshResult.Refused(
        TokenException.tryLater(
            "the token endpoint issued no access token that can be used ("
                + unusable
                + "); its new refresh token is saved",
            wait));
  }

  /* The parent is no longer what is stored: somebody who ignores the lock was here. */
  private RefreshResult fenced(Grant successor) throws IOException {
    Grant present = locked.store().readGrant();
    if (present != null && present.tokens().equals(successor.tokens())) {
      locked.store().clean(false);
      return saved(present);
    }
    boolean isOver = present == null || isOtherLogin(present);
    if (isOver || locked.store().isUnwanted(successor, present)) {
      locked.issuer().revoke(successor);
    }
    locked.store().clean(false);
    if (present == null) {
      return new RefreshResult.Refused(locked.nobody(null));
    }
    return new RefreshResult.Done();
  }

  private boolean isOtherLogin(Grant present) {
    return present.origin() == Grant.Origin.LOGIN
        && present.generation() != sent.grant().generation();
  }

  /** How it is saved if this process ends; null if it exists in this process alone. */
  private @Nullable String kept(Grant successor) {
    try {
      locked.tenure().requireLock();
      return isParked() || locked.answers().bring(successor, policy.errors(successor))
          ? KEPT
          : null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /* Notes that the spend was answered and that its successor lies in memory, if it does. */
  private boolean isParked() {
    if (!locked.store().isParked()) {
      return false;
    }
    try {
      locked.force(sent.spends().inMemory());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the place stands in the intent: {0}", e.getMessage());
    }
    return true;
  }

  /* Without the lock somebody else may publish at this very moment. */
  private boolean publishUnsaved(Grant successor) throws IOException {
    locked.tenure().regainLock();
    locked.publisher().publish(successor, Verdict.UNSAVED);
    return true;
  }

  private boolean saveAgain(Grant successor) throws IOException {
    RefreshResult unused = savedOrFenced(successor);
    return true;
  }
}
