package dev.pawl.refresh;

import dev.pawl.cache.table.SlotRecord.Verdict;
import dev.pawl.file.DamagedFileException;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.policy.Backoff;
import dev.pawl.policy.RefusalText;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.refresh.RefreshTransaction.Result;
import dev.pawl.spi.Account;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.JournalRecord;
import dev.pawl.store.JournalRecord.Trouble;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What follows a spend, by its outcome (docs/protocol.md, the table of outcomes). */
public final class Settlement {
  private static final Logger LOG = System.getLogger(Settlement.class.getName());

  private static final String KEPT = "the next process saves it";

  private final LockedProfile locked;
  private final SpendPolicy policy;
  private final Case sent;

  /* Why the server's answer brought no access token that can be used; null if it brought one. */
  private @Nullable String unusable;

  /** What follows the spend that {@code sent} announces. */
  public Settlement(LockedProfile locked, SpendPolicy policy, Case sent) {
    this.locked = locked;
    this.policy = policy;
    this.sent = sent;
  }

  Result settle(SpendOutcome outcome) throws IOException {
    if (outcome instanceof SpendOutcome.Granted granted) {
      return save(successor(granted));
    }
    if (outcome instanceof SpendOutcome.Salvaged salvaged) {
      unusable = salvaged.why();
      return save(successor(salvage(salvaged)));
    }
    LOG.log(Level.WARNING, "refresh of profile {0}: {1}", locked.name(), outcome);
    if (outcome instanceof SpendOutcome.Dead dead) {
      return dead(dead);
    }
    if (outcome instanceof SpendOutcome.Misconfigured misconfigured) {
      String more = said(misconfigured.description());
      return misconfigured(
          misconfigured.error(), RefusalText.clientRefused(misconfigured.error(), more));
    }
    if (outcome instanceof SpendOutcome.Misdirected misdirected) {
      String why = misdirected.why() + "; " + misdirected.remedy();
      return misdirected.sent() ? misconfigured(why, why) : unsent(why);
    }
    if (outcome instanceof SpendOutcome.InDoubt doubt) {
      return inDoubt(doubt);
    }
    return untouched(outcome);
  }

  private Grant successor(SpendOutcome.Granted granted) {
    return told(successor(tokens(granted, sent.grant().tokens())), granted);
  }

  /* What a rejection began and brought no access token goes on with the next refresh. */
  private Grant successor(TokenSet tokens) {
    Grant parent = sent.grant();
    boolean pending = parent.tokens().access() == null && parent.origin() == Grant.Origin.FORCED;
    boolean forced = pending || sent.requirement().rejected() >= parent.generation();
    return parent.next(
        locked.nextGeneration(parent), forced ? Grant.Origin.FORCED : Grant.Origin.REFRESH, tokens);
  }

  /** What is kept of an answer that brought no access token that can be used. */
  static TokenSet salvage(SpendOutcome.Salvaged salvaged) {
    return new TokenSet(null, salvaged.sentAtMillis(), 0, salvaged.refresh());
  }

  /** What was granted for {@code parent}'s refresh token. */
  static TokenSet tokens(SpendOutcome.Granted granted, TokenSet parent) {
    String refresh = granted.refresh() == null ? parent.refresh() : granted.refresh();
    return new TokenSet(
        granted.access(), granted.sentAtMillis(), granted.expiresAtMillis(), refresh);
  }

  /** {@code grant} with what the answer tells of its account. */
  static Grant told(Grant grant, SpendOutcome.Granted granted) {
    Account known = Account.of(grant);
    Account told = known.toldBy(granted.extras());
    return told.equals(known) ? grant : told.on(grant);
  }

  /* Whatever is thrown here: nobody else has the successor. */
  private Result save(Grant successor) {
    try {
      return savedOrFenced(successor);
    } catch (IOException | RuntimeException | Error e) {
      String kept = kept(successor);
      quietly(() -> publishUnsaved(successor), e);
      return new Result.Unsaved(new PendingSave(locked, () -> saveAgain(successor), e, kept));
    }
  }

  private @Nullable String kept(Grant successor) {
    try {
      locked.requireLock();
      return locked.park(sent.spends()) || locked.isAnswerKept(successor) ? KEPT : null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /* Without the lock somebody else may publish at this very moment. */
  private boolean publishUnsaved(Grant successor) throws IOException {
    locked.regainLock();
    locked.publish(successor, Verdict.UNSAVED);
    return true;
  }

  /** Tries once more to save what could not be saved. */
  private boolean saveAgain(Grant successor) throws IOException {
    Result unused = savedOrFenced(successor);
    return true;
  }

  private Result savedOrFenced(Grant successor) throws IOException {
    locked.regainLock();
    return locked.store().save(successor, sent.grant()) ? saved(successor) : fenced(successor);
  }

  /**
   * Leaves a doubt on record and a cooldown, if {@code why} broke off what followed the intent and
   * nothing else is on record yet. Throws nothing.
   */
  public void brokenOff(Throwable why) {
    quietly(this::leaveDoubt, why);
    quietly(this::publishDoubt, why);
  }

  private boolean leaveDoubt() throws IOException {
    locked.requireLock();
    JournalRecord known = locked.journal().read();
    if (known.speaksOf(sent.grant()) && known.isUnderWay()) {
      locked.journal().force(sent.spends().inDoubt(failed(null)));
    }
    return true;
  }

  private boolean publishDoubt() throws IOException {
    locked.requireLock();
    if (locked.isStored(sent.grant())) {
      Case after = sent.with(locked.journal().read()).at(locked.millis());
      locked.publish(after, policy.verdict(after));
    } else {
      locked.changing();
    }
    return true;
  }

  private static void quietly(ProtectedThread.Work<Boolean> work, Throwable why) {
    try {
      boolean unused = work.run();
    } catch (IOException | RuntimeException | Error e) {
      if (e != why) {
        why.addSuppressed(e);
      }
    }
  }

  private Result saved(Grant successor) throws IOException {
    if (successor.tokens().access() == null) {
      return salvaged(successor);
    }
    locked.saved(successor, sent.spends());
    locked.publish(successor, Verdict.GOOD);
    return new Result.Done();
  }

  /* Saved first, then told: the next refresh works, but a server that always answers so must not
   * be asked at every call. */
  private Result salvaged(Grant successor) throws IOException {
    long now = locked.millis();
    Trouble before = sent.spends().trouble();
    long wait = Backoff.afterSalvage(before.failures());
    JournalRecord next = sent.spends().salvaged(successor, before.failed(now, now + wait));
    locked.journal().note(next);
    locked.saved(successor, next);
    Case after = new Case(successor, next, sent.requirement(), locked.freshness(successor), now);
    locked.publish(after, Verdict.GOOD);
    LOG.log(
        Level.WARNING,
        "refresh of profile {0} brought no access token: {1}",
        locked.name(),
        unusable);
    return new Result.Refused(
        TokenException.tryLater(
            "the token endpoint issued no access token that can be used ("
                + unusable
                + "); its new refresh token is saved",
            wait));
  }

  /* The parent is no longer what is stored: somebody who ignores the lock was here. */
  private Result fenced(Grant successor) throws IOException {
    Grant present = locked.store().peek();
    if (present != null && present.tokens().equals(successor.tokens())) {
      locked.store().clean(false);
      return saved(present);
    }
    if (present == null || present.isTombstone() || isOtherLogin(present)) {
      locked.revoke(successor);
    }
    locked.store().clean(false);
    if (present == null) {
      return new Result.Refused(locked.nobody(null));
    }
    return new Result.Done();
  }

  private boolean isOtherLogin(Grant present) {
    return present.origin() == Grant.Origin.LOGIN
        && present.generation() != sent.grant().generation();
  }

  private Result dead(SpendOutcome.Dead dead) throws IOException {
    if (isReplacedInStore()) {
      return new Result.Done();
    }
    JournalRecord verdict = sent.spends().dead();
    locked.journal().force(verdict);
    locked.publish(sent.with(verdict), Verdict.LOGIN_REQUIRED);
    return new Result.Refused(
        TokenException.logIn(
            "the server refused the refresh token ("
                + dead.error()
                + said(dead.description())
                + "); log in again"));
  }

  private boolean isReplacedInStore() throws IOException {
    Grant present;
    try {
      present = locked.store().peek();
    } catch (DamagedFileException e) {
      return false; // the verdict must be on record all the same
    }
    Fingerprint fingerprint = present == null ? null : present.tokens().fingerprint();
    return present == null
        || (!Objects.equals(fingerprint, sent.grant().tokens().fingerprint())
            && (fingerprint == null || !sent.spends().hasSpent(fingerprint)));
  }

  private Result misconfigured(String refusal, String why) throws IOException {
    Trouble trouble =
        sent.spends().trouble().refused(refusal, policy.configuration(), locked.millis());
    JournalRecord back = sent.spends().withdrawn(trouble);
    locked.journal().force(back);
    locked.publish(sent.with(back), Verdict.MISCONFIGURED);
    return new Result.Refused(TokenException.fixConfiguration(why, null));
  }

  /* Other settings help at once. Where the network is another one tomorrow, nobody has to correct
   * anything: it is tried again, ever more seldom. */
  private Result unsent(String why) throws IOException {
    long now = locked.millis();
    Trouble before = sent.spends().trouble();
    long retryAt = now + Backoff.afterUnsent(before.failures());
    JournalRecord back =
        sent.spends().withdrawn(before.unsent(why, policy.configuration(), now, retryAt));
    locked.journal().note(back);
    TokenException unused = later(back, why);
    return new Result.Refused(TokenException.fixConfiguration(why, null));
  }

  private Result inDoubt(SpendOutcome.InDoubt doubt) throws IOException {
    Trouble trouble = failed(pause(doubt));
    boolean free = sent.grant().client().replay().mode() == ReplayPolicy.Mode.FREE;
    JournalRecord next = free ? sent.spends().withdrawn(trouble) : sent.spends().inDoubt(trouble);
    locked.journal().force(next);
    TokenException problem = later(next, "the token endpoint gave no whole answer: " + doubt.why());
    return new Result.InDoubt(problem, sent.with(next).at(locked.millis()));
  }

  /* What said no says it again: the same token is not presented every few seconds. */
  private @Nullable Long pause(SpendOutcome.InDoubt doubt) {
    return doubt.retryAfterMillis() == null && doubt.turnedAway()
        ? Long.valueOf(Backoff.afterTurnedAway(sent.spends().trouble().failures()))
        : doubt.retryAfterMillis();
  }

  private Result untouched(SpendOutcome outcome) throws IOException {
    JournalRecord back = sent.spends().withdrawn(turnedAway(outcome));
    if (outcome instanceof SpendOutcome.NotSent) {
      locked.journal().note(back);
    } else {
      locked.journal().force(back); // the answer that proves it is wiped next
    }
    return new Result.Refused(later(back, why(outcome)));
  }

  private TokenException later(JournalRecord next, String why) {
    Case after = sent.with(next).at(locked.millis());
    locked.publish(after, policy.verdict(after));
    long wait = Backoff.after(next.trouble(), after.now()).urgentUntil() - after.now();
    return TokenException.tryLater(why, wait);
  }

  /* The journal tells an answer that turned the request away from none. */
  private Trouble turnedAway(SpendOutcome outcome) {
    if (outcome instanceof SpendOutcome.NotSent) {
      return failed(null);
    }
    Trouble failed = failed(declined(outcome));
    return sent.spends().trouble().declined(why(outcome), failed.failedAt(), failed.retryAt());
  }

  /* Without a usable token all callers ask: the same token is not presented every few seconds. */
  private @Nullable Long declined(SpendOutcome outcome) {
    Long wish = retryAfter(outcome);
    return wish == null && !sent.at(locked.millis()).isUsable()
        ? Long.valueOf(Backoff.afterDeclined(sent.spends().trouble().failures()))
        : wish;
  }

  private Trouble failed(@Nullable Long retryAfter) {
    long now = locked.millis();
    return sent.spends().trouble().failed(now, retryAfter == null ? 0 : now + retryAfter);
  }

  /** How long the server asks to be left alone, milliseconds; null if it did not say. */
  public static @Nullable Long retryAfter(SpendOutcome outcome) {
    if (outcome instanceof SpendOutcome.NotProcessed answer) {
      return answer.retryAfterMillis();
    }
    return outcome instanceof SpendOutcome.Retryable answer ? answer.retryAfterMillis() : null;
  }

  /** Why the token endpoint did not take the request, for people. */
  public static String why(SpendOutcome outcome) {
    if (outcome instanceof SpendOutcome.NotSent unsent) {
      return "the token endpoint could not be reached: " + unsent.cause();
    }
    if (outcome instanceof SpendOutcome.NotProcessed busy) {
      return "the token endpoint turned the request away: " + busy.why();
    }
    return outcome instanceof SpendOutcome.Retryable retryable
        ? "the token endpoint asks to try later: " + retryable.error()
        : "the token endpoint failed";
  }

  /** What the server says besides, for the end of a message. */
  public static String said(String description) {
    return description.isEmpty() ? "" : ": " + description;
  }
}
