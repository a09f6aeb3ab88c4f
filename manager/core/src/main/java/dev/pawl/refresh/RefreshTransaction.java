package dev.pawl.refresh;

import dev.pawl.jfr.FlightRecords;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.policy.SpendPolicy.Decision;
import dev.pawl.policy.StorageProblem;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.refresh.locked.IssuerAccess;
import dev.pawl.refresh.locked.KeptAnswer;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.refresh.locked.SpendPermits;
import dev.pawl.spi.Grant;
import dev.pawl.store.fleet.OvertakenException;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One transaction under a profile's refresh lock: re-read, prove the save, write the intent, spend,
 * keep the answer, save, publish. The methods stand in the order of the steps of docs/protocol.md,
 * and bear their numbers; steps 0 to 2 are those of {@link Recovery}.
 *
 * <p>Runs on a thread of Pawl's own, with the profile's lock held from before its first line to
 * after its last. Nobody spends anywhere else but in the trial of a login by refresh token.
 */
public final class RefreshTransaction implements AutoCloseable {
  private static final int MOST_REPLAYS = 5;
  private static final long FIRST_REPLAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final LockedProfile locked;
  private final Recovery recovery;
  private final SpendPolicy policy;
  private final TokenRequirement requirement;
  private ProtectedThread.@Nullable ExitDelay exit;

  /**
   * A transaction with what the settings say now.
   *
   * @throws TokenException if they cannot be read, or make no sense: then nobody is served,
   *     whatever was published before
   */
  public RefreshTransaction(LockedProfile locked, TokenRequirement requirement) {
    this.locked = locked;
    this.recovery = new Recovery(locked);
    this.requirement = requirement;
    try {
      this.policy = locked.policy();
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
  }

  /** Meets the requirement, or says why it cannot be met. */
  public RefreshResult run() throws IOException {
    while (true) {
      try {
        RefreshResult result = begin();
        if (!(result instanceof RefreshResult.Overtaken)) {
          return result;
        }
      } catch (OvertakenException e) {
        if (locked.tenure().isClosed() || isExiting()) {
          throw e;
        }
      }
    }
  }

  private RefreshResult begin() throws IOException {
    Grant grant = recovery.recover(); // 0 to 2
    TokenException refusal =
        grant == null || grant.isTombstone() ? locked.nobody(grant) : locked.forbidden(grant);
    if (grant == null || refusal != null) {
      return new RefreshResult.Refused(Objects.requireNonNull(refusal));
    }
    Case at = locked.consider(grant, requirement);
    return isMet(at) ? new RefreshResult.Done() : decide(at);
  }

  /* 3. Look again: what is stored may be what the caller wants. */
  private boolean isMet(Case at) {
    if (at.requirement().request() == null && locked.publisher().isServedUnsaved(at)) {
      return true;
    }
    boolean met = at.isAccepted() || !requirement.spend();
    if (met) {
      locked.publisher().publish(at, policy.verdict(at));
    }
    return met;
  }

  /* 4. Decide. A permit is never waited for under the lock. */
  private RefreshResult decide(Case at) throws IOException {
    TokenException unspendable = recovery.unspendable(at.grant());
    if (unspendable != null) {
      locked.publisher().publish(at, policy.verdict(at));
      return new RefreshResult.Refused(unspendable);
    }
    Decision decision = policy.decide(at);
    if (!decision.spend()) {
      return hold(at, decision);
    }
    if (!locked.store().awaitTurn(() -> locked.tenure().isClosed())) {
      return new RefreshResult.Overtaken();
    }
    TokenException untouched = untouched();
    if (untouched != null) {
      locked.publisher().publish(at, policy.verdict(at));
      return new RefreshResult.Refused(untouched);
    }
    locked.issuer().authenticate(at.grant());
    try (SpendPermits.Permit permit = locked.issuer().permit(at.grant())) {
      return permit == null
          ? new RefreshResult.Limited(at.grant().client().issuer())
          : spendUntilAnswered(at);
    }
  }

  /* Another host may be about to send what it announced: its doubt is left alone for a while. */
  private @Nullable TokenException untouched() throws IOException {
    long left = locked.store().untouchedMillis();
    return left == 0
        ? null
        : TokenException.tryLater(
            "a refresh of profile "
                + locked.name()
                + " was sent by another host, or is still about to be, and nobody knows what came"
                + " of it; it may be repeated in "
                + (left + 999) / 1000
                + " s",
            left);
  }

  private RefreshResult hold(Case at, Decision decision) throws IOException {
    Case held = at;
    if (decision.fatal()) {
      held = at.with(at.spends().dead());
      locked.journal().force(held.spends());
    }
    locked.publisher().publish(held, decision.verdict());
    TokenException problem = decision.problem();
    return problem == null ? new RefreshResult.Done() : new RefreshResult.Refused(problem);
  }

  /* 5 to 9. After its client was refused, the token is presented with the client's other secret. Where
   * the server documents a window for it, an unanswered spend is repeated inside it. */
  private RefreshResult spendUntilAnswered(Case at) throws IOException {
    RefreshResult result = spend(at);
    int replays = 0;
    while (!locked.tenure().isClosed() && !isExiting()) {
      if (result instanceof RefreshResult.Unauthenticated refused) {
        result = spend(refused.back().at(locked.millis()));
      } else if (result instanceof RefreshResult.InDoubt unanswered
          && replays < MOST_REPLAYS
          && policy.replaysAtOnce(unanswered.doubt())) {
        LockSupport.parkNanos(FIRST_REPLAY_NANOS << replays++);
        result = spend(unanswered.doubt().at(locked.millis()));
      } else {
        return result;
      }
    }
    return result instanceof RefreshResult.Unauthenticated
        ? new RefreshResult.Refused(TokenException.tryLater("this process is ending", 1_000))
        : result;
  }

  private RefreshResult spend(Case at) throws IOException {
    proveSave(at);
    locked.tenure().requireLock();
    Case sent = at.with(intent(at));
    try (KeptAnswer kept = locked.answers().keep(sent)) {
      writeIntent(sent);
      return present(sent, kept);
    }
  }

  /* 5. Prove that saving will work. The answer's file is made with the bond of the intent. */
  private void proveSave(Case at) throws IOException {
    IssuerAccess.requireSecure(at.grant());
    locked.store().prepare();
    locked.journal().create();
    if (exit == null) {
      exit = locked.delayExit();
    }
  }

  private JournalRecord intent(Case at) {
    return at.spends().spending(at.grant(), locked.millis()).at(locked.store().parking());
  }

  /* 6. Write the intent. If the lock is lost it stays: another may have written its own. */
  private void writeIntent(Case sent) throws IOException {
    locked.journal().force(sent.spends());
    locked.tenure().requireLock();
  }

  /* 7. Spend. The answer's file is closed before the next attempt, and before the lock is let go. */
  private RefreshResult present(Case sent, KeptAnswer kept) throws IOException {
    try {
      Consumer<String> event = FlightRecords.spending(locked.name(), sent.grant().generation());
      SpendOutcome outcome = locked.issuer().present(sent, policy.errors(sent.grant()), kept);
      kept.close();
      if (outcome instanceof SpendOutcome.Granted granted) {
        locked.store().providerAhead(granted.serverDateSkewMillis());
      }
      RefreshResult result = settle(sent, outcome);
      event.accept(outcome.getClass().getSimpleName());
      return result;
    } catch (IOException | RuntimeException | Error e) {
      new BrokenSpend(locked, policy, sent).settle(e);
      throw e;
    }
  }

  /* 8. Save, and 9. publish, if there is a successor; else what the outcome asks for. */
  private RefreshResult settle(Case sent, SpendOutcome outcome) throws IOException {
    RefreshResult result = new Settlement(locked, policy, sent).settle(outcome);
    if (!(result instanceof RefreshResult.Unsaved)) {
      locked.answers().forget();
    }
    return result;
  }

  private boolean isExiting() {
    return exit != null && exit.isExiting();
  }

  /** The end that nobody has to wait for: saves what is unsaved, keeps the copy. */
  void finish(RefreshResult result) throws IOException {
    if (result instanceof RefreshResult.Unsaved unsaved) {
      if (!unsaved.save().keepTrying()) {
        return;
      }
      locked.answers().forget();
    }
    close();
    locked.keepCopy();
  }

  /** Lets the JVM end without waiting for this transaction. */
  @Override
  public void close() {
    if (exit != null) {
      exit.close();
    }
  }
}
