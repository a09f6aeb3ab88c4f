package dev.pawl.simulator.core.exchange;

import java.time.Duration;

/**
 * How an answer travels: how late, how much of it, how fast, and what becomes of the connection.
 * Times are real, not virtual.
 *
 * @param delay wait before the first byte
 * @param bodyBytes how many bytes of the body go out; {@link #NOTHING} keeps back even the status
 *     line, {@link #HALF} and {@link #ALL} leave the counting to the wire
 * @param bytesPerSecond speed of the body; 0 for no limit
 * @param ending what follows those bytes
 * @param pause the silence of {@link Ending#RESUME}
 */
public record Delivery(
    Duration delay, int bodyBytes, int bytesPerSecond, Ending ending, Duration pause) {

  /** What follows the bytes that were sent. */
  public enum Ending {
    /** The answer is whole; the connection stays open. */
    KEEP_ALIVE,
    /** The connection ends in order (FIN), whatever is still missing. */
    CLOSE,
    /** The connection is torn down (RST). */
    RESET,
    /** Silence until the hang is released; then the rest. */
    STALL,
    /** Silence for the pause; then the rest. */
    RESUME,
    /** Bytes that are not HTTP; then the end. */
    GARBAGE
  }

  /** A count of body bytes that stands for: not even the status line. */
  public static final int NOTHING = -1;

  /** A count of body bytes that stands for: the first half. */
  public static final int HALF = -2;

  /** A count of body bytes that stands for: all. */
  public static final int ALL = Integer.MAX_VALUE;

  /** The whole answer, at once. */
  public static final Delivery WHOLE =
      new Delivery(Duration.ZERO, ALL, 0, Ending.KEEP_ALIVE, Duration.ZERO);

  /** Returns this delivery, later by {@code more}. */
  public Delivery later(Duration more) {
    return new Delivery(delay.plus(more), bodyBytes, bytesPerSecond, ending, pause);
  }

  /** Returns this delivery, cut after {@code bytes} of the body and ended as told. */
  public Delivery cut(int bytes, Ending how) {
    return new Delivery(delay, bytes, bytesPerSecond, how, pause);
  }

  /** Returns this delivery with a silence in the middle. */
  public Delivery paused(int bytes, Duration silence) {
    return new Delivery(delay, bytes, bytesPerSecond, Ending.RESUME, silence);
  }

  /** Returns this delivery at a limited speed; the connection is closed at its end. */
  public Delivery slowed(int perSecond) {
    return new Delivery(delay, bodyBytes, perSecond, Ending.CLOSE, pause);
  }

  /** Tells whether this is a whole, unhindered answer, however late. */
  public boolean isOrdinary() {
    return bodyBytes == ALL && bytesPerSecond == 0 && ending == Ending.KEEP_ALIVE;
  }
}
