package dev.pawl.simulator.core.exchange;

import java.time.Duration;

/**
 * A reply and the way it travels.
 *
 * @param reply what is said
 * @param delivery how it travels
 */
public record DeliveredReply(Reply reply, Delivery delivery) {

  /** Returns an answer that travels whole and at once. */
  public static DeliveredReply of(Reply reply) {
    return new DeliveredReply(reply, Delivery.WHOLE);
  }

  /** Returns an answer of which nothing is sent. */
  public static DeliveredReply silence(Delivery.Ending ending) {
    return new DeliveredReply(Reply.empty(503), Delivery.WHOLE.cut(Delivery.NOTHING, ending));
  }

  /** Returns this answer with another reply. */
  public DeliveredReply with(Reply other) {
    return new DeliveredReply(other, delivery);
  }

  /** Returns this answer with another delivery. */
  public DeliveredReply with(Delivery other) {
    return new DeliveredReply(reply, other);
  }

  /** Returns this answer, later by {@code more}. */
  public DeliveredReply later(Duration more) {
    return with(delivery.later(more));
  }
}
