package dev.pawl.refresh;

import dev.pawl.jfr.FlightRecords;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.policy.SpendPolicy.Decision;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.spi.Grant;
import dev.pawl.store.JournalRecord;
import dev.pawl.token.TokenException;
import dev.pawl.transport.ConfigurationException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One turn at the refresh lock: re-read, prove the save, write the intent, spend, save, publish.
 *
 * <p>Runs on a thread of Pawl's own, with the profile's lock held from before its first line to
 * after its last. Nobody spends anywhere else but in the trial of a login by refresh token.
 */
public final class RefreshTransaction implements AutoCloseable {
  private static final int MOST_REPLAYS = 5;
  private static final long FIRST_REPLAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final LockedProfile locked;
  private final SpendPolicy policy;
  private final TokenRequirement requirement;
  private ProtectedThread.@Nullable ExitDelay exit;

  public RefreshTransaction(
      LockedProfile locked, SpendPolicy policy, TokenRequirement requirement) {
    this.locked = locked;
    this.policy = policy;
    this.requirement = requirement;
  }

  /**
   * What came of a turn.
   *
   * @param problem why the demand was not met; null if it was, or if looking again will tell
   * @param unsaved an answer that could not be saved and must not be lost; null if there is none
   * @param doubt where a spend without an answer left things; null if there was none
   * @param limitedBy the issuer whose permits were all out, so that nothing was spent; else null
   */
  public record Taken(
      @Nullable TokenException problem,
      @Nullable PendingSave unsaved,
      @Nullable Case doubt,
      @Nullable String limitedBy) {
    static final Taken DONE = new Taken(null, null, null);

    Taken(@Nullable TokenException problem, @Nullable PendingSave unsaved, @Nullable Case doubt) {
      this(problem, unsaved, doubt, null);
    }

    static Taken problem(@Nullable TokenException problem) {
      return new Taken(problem, null, null);
    }
  }

  /** Meets the demand, or says why it cannot be met. */
  public Taken take() throws IOException {
    Grant grant = locked.open();
    if (grant == null || grant.isTombstone()) {
      return Taken.problem(locked.nobody(grant));
    }
    TokenException forbidden = locked.forbidden(grant);
    if (forbidden != null) {
      return Taken.problem(forbidden);
    }
    Case at = locked.consider(grant, requirement);
    if (locked.isServedUnsaved(at)) {
      return Taken.DONE;
    }
    if (isMetBy(at) || !requirement.spend()) {
      locked.publish(at, policy.verdict(at));
      return Taken.DONE;
    }
    TokenException unseen = locked.unseen();
    if (unseen != null) {
      locked.publish(at, policy.verdict(at));
      return Taken.problem(unseen);
    }
    Decision decision = policy.decide(at);
    return decision.spend() ? spendIfPermitted(at) : hold(at, decision);
  }

  /* Nobody waits for a permit with the refresh lock held. */
  private Taken spendIfPermitted(Case at) throws IOException {
    try (SpendPermits.Permit permit = locked.permit(at.grant())) {
      return permit == null
          ? new Taken(null, null, null, at.grant().client().issuer())
          : spendUntilAnswered(at);
    }
  }

  /* Where the server documents a window for it, an unanswered spend is repeated inside it. */
  private Taken spendUntilAnswered(Case at) throws IOException {
    Taken result = spend(at);
    for (int n = 0; result.doubt() != null && n < MOST_REPLAYS; n++) {
      Case doubt = result.doubt();
      if (!policy.replaysAtOnce(doubt) || locked.isClosed() || isExiting()) {
        break;
      }
      LockSupport.parkNanos(FIRST_REPLAY_NANOS << n);
      result = spend(doubt.at(locked.millis()));
    }
    return result;
  }

  private static boolean isMetBy(Case at) {
    return at.grant().tokens().access() != null
        && at.requirement().accepts(at.grant().generation(), at.freshness(), at.now());
  }

  private Taken hold(Case at, Decision decision) throws IOException {
    Case held = at;
    if (decision.fatal()) {
      held = at.with(at.spends().dead());
      locked.journal().force(held.spends());
    }
    locked.publish(held, decision.verdict());
    return Taken.problem(decision.problem());
  }

  private Taken spend(Case at) throws IOException {
    requireSecure(at.grant());
    locked.store().prepare();
    locked.journal().create();
    if (exit == null) {
      exit = locked.delayExit();
    }
    return spendNow(at);
  }

  private boolean isExiting() {
    return exit != null && exit.isExiting();
  }

  public static void requireSecure(Grant grant) {
    try {
      TokenEndpoint.requireSecure(grant.client());
    } catch (ConfigurationException e) {
      throw TokenException.fixConfiguration(String.valueOf(e.getMessage()), e);
    }
  }

  private JournalRecord intent(Case at) {
    return at.spends().spending(at.grant(), locked.millis()).at(locked.store().parking());
  }

  /* What is kept of the answer is closed before the next attempt, and before the lock is let go. */
  private Taken spendNow(Case at) throws IOException {
    locked.requireLock();
    Case sent = at.with(intent(at));
    try (KeptAnswer kept = locked.keepAnswer(sent)) {
      return spendKeeping(sent, kept);
    }
  }

  private Taken spendKeeping(Case sent, KeptAnswer kept) throws IOException {
    locked.journal().force(sent.spends());
    locked.requireLock(); // if lost by now the intent stays: another may have written its own
    Settlement settlement = new Settlement(locked, policy, sent);
    try {
      Consumer<String> event = FlightRecords.spending(locked.name(), sent.grant().generation());
      SpendOutcome outcome = locked.present(sent.grant(), policy.settings().errors(), kept);
      kept.close();
      Taken result = settlement.settle(outcome);
      event.accept(outcome.getClass().getSimpleName());
      if (result.unsaved() == null) {
        locked.forgetAnswer();
      }
      return result;
    } catch (IOException | RuntimeException | Error e) {
      settlement.brokenOff(e);
      throw e;
    }
  }

  /** The end of a turn that nobody has to wait for: saves what is unsaved, keeps the copy. */
  void finish(Taken result) throws IOException {
    PendingSave unsaved = result.unsaved();
    if (unsaved != null) {
      if (!unsaved.keepTrying()) {
        return;
      }
      locked.forgetAnswer();
    }
    close();
    locked.keepCopy();
  }

  /** Lets the JVM end without waiting for this turn. */
  @Override
  public void close() {
    if (exit != null) {
      exit.close();
    }
  }
}
