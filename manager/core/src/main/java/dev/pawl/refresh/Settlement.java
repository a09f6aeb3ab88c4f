package dev.pawl.refresh;

import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.file.DamagedFileException;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.policy.Backoff;
import dev.pawl.policy.GrantedSuccessor;
import dev.pawl.policy.RefusalText;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.journal.JournalRecord.Failures;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What follows a spend, by its outcome (docs/protocol.md, the table of outcomes). */
final class Settlement {
  private static final Logger LOG = System.getLogger(Settlement.class.getName());

  private final LockedProfile locked;
  private final SpendPolicy policy;
  private final Case sent;

  /** What follows the spend that {@code sent} announces. */
  Settlement(LockedProfile locked, SpendPolicy policy, Case sent) {
    this.locked = locked;
    this.policy = policy;
    this.sent = sent;
  }

  /** Saves what was granted, or notes what is known now; publishes it. */
  RefreshResult settle(SpendOutcome outcome) throws IOException {
    TokenSet granted = GrantedSuccessor.tokens(outcome, sent.grant().tokens());
    if (granted != null) {
      return new SuccessorSave(locked, policy, sent, outcome).save(granted);
    }
    LOG.log(Level.WARNING, "refresh of profile {0}: {1}", locked.name(), outcome);
    /* Whoever has the lock by now has written a record of its own. The kept answer tells it all. */
    locked.tenure().requireLock("the next call settles what came of the request");
    if (outcome instanceof SpendOutcome.Dead dead) {
      return dead(dead);
    }
    if (outcome instanceof SpendOutcome.Misconfigured misconfigured) {
      return refused(misconfigured);
    }
    if (outcome instanceof SpendOutcome.Unproven unproven) {
      return unproven(unproven);
    }
    if (outcome instanceof SpendOutcome.Misdirected misdirected) {
      String why = RefusalText.misdirected(misdirected);
      return misdirected.sent() ? misconfigured(why, why) : forNow(why, false);
    }
    if (outcome instanceof SpendOutcome.InDoubt doubt) {
      return inDoubt(doubt);
    }
    return untouched(outcome);
  }

  /* An assertion, or a token to be exchanged, may be another one at the next look. */
  private RefreshResult refused(SpendOutcome.Misconfigured refused) throws IOException {
    if (refused.unauthenticated()) {
      return unauthenticated(refused);
    }
    String why = RefusalText.correct(refused);
    if (sent.requirement().asksForMore()) {
      return unwanted(TokenException.fixConfiguration(why, null));
    }
    GrantType type = sent.grant().tokens().grantType();
    boolean passes = type == GrantType.JWT_BEARER || type == GrantType.TOKEN_EXCHANGE;
    return passes ? forNow(why, true) : misconfigured(refused.error(), why);
  }

  /* What is wrong with one request says nothing of the login. */
  private RefreshResult unwanted(TokenException told) throws IOException {
    JournalRecord back = sent.spends().withdrawn(sent.spends().failures());
    locked.journal().force(back);
    locked.publisher().publish(sent.with(back), policy.verdict(sent.with(back)));
    return new RefreshResult.Refused(told);
  }

  private RefreshResult dead(SpendOutcome.Dead dead) throws IOException {
    TokenRequirement requirement = sent.requirement();
    if (!requirement.claims().isEmpty()) { // whatever it is called: the next refresh has none
      return unwanted(
          TokenException.logIn(
              RefusalText.tokenRefused(dead)
                  + " for what the API wants of a token; log in with these claims"));
    }
    if (requirement.request() != null && !dead.ofToken()) {
      return unwanted(TokenException.fixConfiguration(RefusalText.requestRefused(dead), null));
    }
    if (isReplacedInStore()) {
      return new RefreshResult.Done();
    }
    JournalRecord verdict = sent.spends().dead();
    locked.journal().force(verdict);
    locked.publisher().publish(sent.with(verdict), Verdict.LOGIN_REQUIRED);
    return new RefreshResult.Refused(
        TokenException.logIn(RefusalText.tokenRefused(dead) + "; log in again"));
  }

  private boolean isReplacedInStore() throws IOException {
    Grant present;
    try {
      present = locked.store().readGrant();
    } catch (DamagedFileException e) {
      return false; // the verdict must be on record all the same
    }
    Fingerprint fingerprint = present == null ? null : present.tokens().fingerprint();
    return present == null
        || (!Objects.equals(fingerprint, sent.grant().tokens().fingerprint())
            && (fingerprint == null || !sent.spends().hasSpent(fingerprint)));
  }

  /* Nobody looked at the token. A secret that lies in no file may be another one elsewhere, or at
   * the next look: then the refusal stands for a while only. */
  private RefreshResult unauthenticated(SpendOutcome.Misconfigured refused) throws IOException {
    String why = RefusalText.correct(refused);
    return switch (locked.issuer().refused(sent.grant())) {
      case ANOTHER -> again();
      case NONE -> refused.isNamed() ? misconfigured(refused.error(), why) : forNow(why, true);
      case NONE_HERE -> forNow(why, true);
    };
  }

  private RefreshResult again() throws IOException {
    JournalRecord back = sent.spends().withdrawn(sent.spends().failures());
    locked.journal().force(back);
    return new RefreshResult.Unauthenticated(sent.with(back));
  }

  /* Nobody looked at the token here either. What is amiss may be a clock: it is tried again. */
  private RefreshResult unproven(SpendOutcome.Unproven refused) throws IOException {
    return locked.issuer().answers(refused) ? again() : forNow(RefusalText.unproven(refused), true);
  }

  private RefreshResult misconfigured(String refusal, String why) throws IOException {
    Failures failures = sent.spends().failures().refused(refusal, configuration(), locked.millis());
    JournalRecord back = sent.spends().withdrawn(failures);
    locked.journal().force(back);
    locked.publisher().publish(sent.with(back), Verdict.MISCONFIGURED);
    return new RefreshResult.Refused(TokenException.fixConfiguration(why, null));
  }

  private String configuration() {
    return policy.configuration(sent.grant());
  }

  /* Other settings help at once. Where the network is another one tomorrow, nobody has to correct
   * anything: it is tried again, ever more seldom. */
  private RefreshResult forNow(String why, boolean wasSent) throws IOException {
    long now = locked.millis();
    Failures before = sent.spends().failures();
    long retryAt = now + Backoff.afterUnsent(before.count());
    JournalRecord back = sent.spends().withdrawn(before.unsent(why, configuration(), now, retryAt));
    if (wasSent) {
      locked.journal().force(back); // the answer that proves it is wiped next
    } else {
      locked.journal().note(back);
    }
    TokenException unused = later(back, why);
    return new RefreshResult.Refused(TokenException.fixConfiguration(why, null));
  }

  private RefreshResult inDoubt(SpendOutcome.InDoubt doubt) throws IOException {
    Failures failures = failed(pause(doubt));
    boolean free = sent.grant().client().replay().mode() == ReplayPolicy.Mode.FREE;
    JournalRecord next = free ? sent.spends().withdrawn(failures) : sent.spends().inDoubt(failures);
    locked.journal().force(next);
    TokenException problem = later(next, RefusalText.unanswered(doubt));
    return new RefreshResult.InDoubt(problem, sent.with(next).at(locked.millis()));
  }

  /* What said no says it again: the same token is not presented every few seconds. */
  private @Nullable Long pause(SpendOutcome.InDoubt doubt) {
    return doubt.retryAfterMillis() == null && doubt.turnedAway()
        ? Long.valueOf(Backoff.afterTurnedAway(sent.spends().failures().count()))
        : doubt.retryAfterMillis();
  }

  private RefreshResult untouched(SpendOutcome outcome) throws IOException {
    JournalRecord back = sent.spends().withdrawn(turnedAway(outcome));
    if (outcome instanceof SpendOutcome.NotSent) {
      locked.journal().note(back);
    } else {
      locked.journal().force(back); // the answer that proves it is wiped next
    }
    return new RefreshResult.Refused(later(back, RefusalText.notTaken(outcome)));
  }

  private TokenException later(JournalRecord next, String why) {
    Case after = sent.with(next).at(locked.millis());
    locked.publisher().publish(after, policy.verdict(after));
    long wait = Backoff.after(next.failures(), after.now()).urgentUntil() - after.now();
    return TokenException.tryLater(why, wait);
  }

  /* The journal tells an answer that turned the request away from none. */
  private Failures turnedAway(SpendOutcome outcome) {
    if (outcome instanceof SpendOutcome.NotSent) {
      return failed(null);
    }
    Failures failed = failed(declined(outcome));
    return sent.spends()
        .failures()
        .declined(RefusalText.notTaken(outcome), failed.failedAt(), failed.retryAt());
  }

  /* Without a usable token all callers ask: the same token is not presented every few seconds. */
  private @Nullable Long declined(SpendOutcome outcome) {
    Long wish = outcome.requestedPause();
    return wish == null && !sent.at(locked.millis()).isUsable()
        ? Long.valueOf(Backoff.afterDeclined(sent.spends().failures().count()))
        : wish;
  }

  private Failures failed(@Nullable Long retryAfter) {
    long now = locked.millis();
    return sent.spends().failures().failed(now, retryAfter == null ? 0 : now + retryAfter);
  }
}
