package dev.pawl.simulator.core.fault;

import static dev.pawl.simulator.core.fault.CommitPoint.AFTER_COMMIT;
import static dev.pawl.simulator.core.fault.CommitPoint.BEFORE_COMMIT;
import static dev.pawl.simulator.core.fault.CommitPoint.MID_BODY;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Delivery;
import dev.pawl.simulator.core.exchange.Delivery.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** What a fault does to an answer. Its text form is the one that {@link FaultText} reads. */
public interface FaultAction {

  /** Returns the points at which this action makes sense. */
  Set<CommitPoint> points();

  /**
   * Returns what becomes of an answer.
   *
   * @param answer what the service said
   * @param bytes bytes of the body that go out before the fault: none at all ({@link
   *     Delivery#NOTHING}), some, or all
   * @param now virtual time of the service
   */
  DeliveredReply apply(DeliveredReply answer, int bytes, Instant now);

  /**
   * A wait, in real time. Before the commit it delays the commit too.
   *
   * @param duration how long
   */
  record Delay(Duration duration) implements FaultAction {
    /** Checks that the wait goes forward and ends. */
    public Delay {
      if (duration.isNegative() || duration.compareTo(Duration.ofHours(24)) > 0) {
        throw new IllegalArgumentException("a delay must be 0 to 24 h, not " + duration);
      }
    }

    @Override
    public Set<CommitPoint> points() {
      return EnumSet.of(BEFORE_COMMIT, AFTER_COMMIT, MID_BODY);
    }

    @Override
    public DeliveredReply apply(DeliveredReply answer, int bytes, Instant now) {
      return bytes == Delivery.NOTHING
          ? answer.later(duration)
          : answer.with(answer.delivery().paused(bytes, duration));
    }

    @Override
    public String toString() {
      return "delay " + duration.toMillis() + "ms";
    }
  }

  /** Silence on an open connection, until the hang is released or the simulator closes. */
  record Hang() implements FaultAction {
    @Override
    public Set<CommitPoint> points() {
      return EnumSet.allOf(CommitPoint.class);
    }

    @Override
    public DeliveredReply apply(DeliveredReply answer, int bytes, Instant now) {
      return answer.with(answer.delivery().cut(bytes, Ending.STALL));
    }

    @Override
    public String toString() {
      return "hang";
    }
  }

  /**
   * The end of the connection.
   *
   * @param how in order ({@code empty}, {@code truncated}) or torn down ({@code reset})
   * @param halfway whether half of the body is sent where the fault itself says nothing ({@code
   *     truncated})
   */
  record Drop(Ending how, boolean halfway) implements FaultAction {
    @Override
    public Set<CommitPoint> points() {
      return halfway ? EnumSet.of(AFTER_COMMIT, MID_BODY) : EnumSet.allOf(CommitPoint.class);
    }

    @Override
    public DeliveredReply apply(DeliveredReply answer, int bytes, Instant now) {
      int sent = halfway && bytes == Delivery.NOTHING ? Delivery.HALF : bytes;
      return answer.with(answer.delivery().cut(sent, how));
    }

    @Override
    public String toString() {
      return halfway ? "truncated" : how == Ending.RESET ? "reset" : "empty";
    }
  }

  /** A status line and then bytes that are not HTTP. */
  record Malformed() implements FaultAction {
    @Override
    public Set<CommitPoint> points() {
      return EnumSet.of(BEFORE_COMMIT, AFTER_COMMIT);
    }

    @Override
    public DeliveredReply apply(DeliveredReply answer, int bytes, Instant now) {
      return answer.with(answer.delivery().cut(Delivery.NOTHING, Ending.GARBAGE));
    }

    @Override
    public String toString() {
      return "malformed";
    }
  }

  /**
   * A body that trickles.
   *
   * @param bytesPerSecond the speed, at least 1
   */
  record Drip(int bytesPerSecond) implements FaultAction {
    /** Checks the speed. */
    public Drip {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException("drip needs at least 1 byte per second");
      }
    }

    @Override
    public Set<CommitPoint> points() {
      return EnumSet.of(AFTER_COMMIT);
    }

    @Override
    public DeliveredReply apply(DeliveredReply answer, int bytes, Instant now) {
      return answer.with(answer.delivery().slowed(bytesPerSecond));
    }

    @Override
    public String toString() {
      return "drip " + bytesPerSecond;
    }
  }
}
