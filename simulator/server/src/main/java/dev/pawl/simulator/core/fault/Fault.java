package dev.pawl.simulator.core.fault;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Delivery;
import java.time.Instant;

/**
 * A scripted fault: when, at which point, what.
 *
 * @param trigger which requests are struck
 * @param point where in the life of a request
 * @param bytes for {@link CommitPoint#MID_BODY} the bytes of the body that go out before; else 0
 * @param action what happens
 */
public record Fault(Trigger trigger, CommitPoint point, int bytes, FaultAction action) {

  /** Checks that the action makes sense at that point. */
  public Fault {
    if (!action.points().contains(point)) {
      throw new IllegalArgumentException(
          "'" + action + "' cannot strike at " + point + ", only at " + action.points());
    }
    if (bytes < 0 || (bytes > 0 && point != CommitPoint.MID_BODY)) {
      throw new IllegalArgumentException("only MID_BODY takes a number of bytes, from 0");
    }
  }

  /** Returns a fault at any point but the middle of a body. */
  public static Fault at(CommitPoint point, Trigger trigger, FaultAction action) {
    return new Fault(trigger, point, 0, action);
  }

  /** Tells whether this fault holds a request back before the commit and then lets it go on. */
  public boolean holdsBack() {
    return point == CommitPoint.BEFORE_COMMIT
        && (action instanceof FaultAction.Delay || action instanceof FaultAction.Hang);
  }

  /** Returns what becomes of an answer, at the virtual time {@code now} of its service. */
  public DeliveredReply apply(DeliveredReply answer, Instant now) {
    int sent =
        switch (point) {
          case BEFORE_COMMIT, AFTER_COMMIT -> Delivery.NOTHING;
          case MID_BODY -> bytes;
          case AFTER_RESPONSE -> Delivery.ALL;
        };
    return action.apply(answer, sent, now);
  }

  /** Returns the text that {@link FaultText#parse} reads back. */
  @Override
  public String toString() {
    return trigger + ": " + effect();
  }

  /** Returns the text without the trigger, such as {@code AFTER_COMMIT empty}. */
  public String effect() {
    return point + (point == CommitPoint.MID_BODY ? "(" + bytes + ") " : " ") + action;
  }
}
