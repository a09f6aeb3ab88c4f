package dev.pawl;

import dev.pawl.Rules.Case;
import dev.pawl.Rules.Decision;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.spi.Grant;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One turn at the refresh lock: re-read, prove the save, write the intent, spend, save, publish.
 *
 * <p>Runs on a thread of Pawl's own, with the profile's lock held from before its first line to
 * after its last. Nobody spends anywhere else.
 */
final class Turn {
  private final Desk desk;
  private final Rules rules;
  private final Demand demand;

  Turn(Desk desk, Rules rules, Demand demand) {
    this.desk = desk;
    this.rules = rules;
    this.demand = demand;
  }

  /**
   * What came of a turn.
   *
   * @param problem why the demand was not met; null if it was, or if looking again will tell
   * @param unsaved an answer that could not be saved and must not be lost; null if there is none
   */
  record Taken(@Nullable TokenException problem, @Nullable Unsaved unsaved) {
    static final Taken DONE = new Taken(null, null);

    static Taken problem(@Nullable TokenException problem) {
      return new Taken(problem, null);
    }
  }

  /** Meets the demand, or says why it cannot be met. */
  Taken take() throws IOException {
    Grant grant = desk.open();
    if (grant == null || grant.isTombstone()) {
      return Taken.problem(desk.nobody(grant));
    }
    Case at = desk.consider(grant, demand);
    if (isMetBy(at) || !demand.spend() || desk.isServedUnsaved(at)) {
      desk.publish(at, rules.verdict(at));
      return Taken.DONE;
    }
    Decision decision = rules.decide(at);
    return decision.spend() ? spend(at) : hold(at, decision);
  }

  private static boolean isMetBy(Case at) {
    return at.grant().tokens().access() != null
        && at.demand().accepts(at.grant().generation(), at.freshness(), at.now());
  }

  private Taken hold(Case at, Decision decision) throws IOException {
    Case held = at;
    if (decision.fatal()) {
      held = at.with(at.spends().dead());
      desk.journal().force(held.spends());
    }
    desk.publish(held, decision.verdict());
    return Taken.problem(decision.problem());
  }

  private Taken spend(Case at) throws IOException {
    desk.store().prepare();
    desk.journal().create();
    Uninterrupted.ExitDelay exit = desk.delayExit();
    try {
      Case sent = at.with(at.spends().spending(at.grant(), desk.millis()));
      desk.journal().force(sent.spends());
      RefreshEvent event = RefreshEvent.begun(desk.name(), at.grant().generation());
      SpendOutcome outcome = desk.present(at.grant(), rules.settings().retryable());
      RefreshEvent.ended(event, outcome.getClass().getSimpleName());
      return new Settlement(desk, rules, sent).settle(outcome);
    } finally {
      exit.close();
    }
  }

  /** The end of a turn that nobody has to wait for: saves what is unsaved, keeps the copy. */
  void finish(Taken taken) throws IOException {
    Unsaved unsaved = taken.unsaved();
    if (unsaved != null) {
      unsaved.keepTrying();
    }
    desk.keepCopy();
  }
}
