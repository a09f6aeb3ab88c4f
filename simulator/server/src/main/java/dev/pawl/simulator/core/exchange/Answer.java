package dev.pawl.simulator.core.exchange;

import java.time.Duration;

/**
 * A reply and the way it travels.
 *
 * @param reply what is said
 * @param delivery how it travels
 */
public record Answer(Reply reply, Delivery delivery) {

  /** Returns an answer that travels whole and at once. */
  public static Answer of(Reply reply) {
    return new Answer(reply, Delivery.WHOLE);
  }

  /** Returns an answer of which nothing is sent. */
  public static Answer silence(Delivery.Ending ending) {
    return new Answer(Reply.empty(503), Delivery.WHOLE.cut(Delivery.NOTHING, ending));
  }

  /** Returns this answer with another reply. */
  public Answer with(Reply other) {
    return new Answer(other, delivery);
  }

  /** Returns this answer with another delivery. */
  public Answer with(Delivery other) {
    return new Answer(reply, other);
  }

  /** Returns this answer, later by {@code more}. */
  public Answer later(Duration more) {
    return with(delivery.later(more));
  }
}
