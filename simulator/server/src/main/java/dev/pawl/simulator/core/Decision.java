package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.ledger.Event;
import java.time.Duration;

/**
 * What an endpoint made of a request.
 *
 * @param event what the ledger shall say of it
 * @param answer what it answers, as long as no fault strikes
 */
public record Decision(Event event, DeliveredReply answer) {
  /** Answers whole and at once. */
  public static Decision of(Event event, Reply reply) {
    return new Decision(event, DeliveredReply.of(reply));
  }

  /** Refuses with an OAuth error. */
  static Decision refused(Event event, OAuthError error) {
    return of(event.outcome(error.outcome), error.reply());
  }

  /** Returns this decision, seen by the client later by a real time. */
  Decision later(Duration more) {
    return new Decision(event, answer.later(more));
  }
}
