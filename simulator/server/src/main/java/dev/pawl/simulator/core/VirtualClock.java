package dev.pawl.simulator.core;

import dev.pawl.simulator.core.operation.Service;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's time: the system's clock plus an offset, or frozen. The authorization server goes
 * by it; each other service is ahead or behind by its own skew. No service's time leaves the years
 * 100 to 9799: what would move it beyond is refused with an IllegalArgumentException and changes
 * nothing. Thread-safe.
 */
public final class VirtualClock implements InstantSource {
  /* A Date header has years of four digits, and what is issued lives up to a century longer. */
  private static final Instant EARLIEST = Instant.parse("0100-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9800-01-01T00:00:00Z");

  private final InstantSource system;
  private volatile State state = new State(Duration.ZERO, null, Map.of());
  private volatile Runnable turned = () -> {};

  private record State(Duration offset, @Nullable Instant frozen, Map<Service, Duration> skews) {
    State advanced(Duration step) {
      return new State(offset.plus(step), frozen == null ? null : frozen.plus(step), skews);
    }

    State offset(Duration other) {
      return new State(other, null, skews);
    }

    State skewed(Service service, Duration skew) {
      Map<Service, Duration> all = new HashMap<>(skews);
      all.put(service, skew);
      return new State(offset, frozen, Map.copyOf(all));
    }
  }

  /**
   * Several changes at once, in this order.
   *
   * @param offset the new distance from the system's clock
   * @param advance how far the time then moves
   * @param skews how far services' clocks are ahead
   * @param frozen whether the clock stands still
   */
  public record Turn(
      Optional<Duration> offset,
      Optional<Duration> advance,
      Map<Service, Duration> skews,
      Optional<Boolean> frozen) {}

  /** Creates a clock that shows the system's time. */
  public VirtualClock() {
    this(Clock.systemUTC());
  }

  /** Creates a clock on top of another source of time. */
  public VirtualClock(InstantSource system) {
    this.system = system;
  }

  @Override
  public Instant instant() {
    return read(state);
  }

  private Instant read(State now) {
    return now.frozen() == null ? system.instant().plus(now.offset()) : now.frozen();
  }

  /** Returns the time of a service: this clock plus the service's skew. */
  public Instant instant(Service service) {
    State now = state;
    return read(now).plus(now.skews().getOrDefault(service, Duration.ZERO));
  }

  /** Has somebody told, after each change, by whoever made it; nobody else is told any more. */
  void onTurn(Runnable listener) {
    turned = listener;
  }

  private void change(UnaryOperator<State> how) {
    synchronized (this) {
      state = how.apply(state);
    }
    turned.run();
  }

  /** Moves the time, forwards or backwards; a frozen clock stays frozen at the new time. */
  public void advance(Duration step) {
    change(before -> checked("advance", before, now -> now.advanced(step)));
  }

  /** Sets the distance from the system's clock; a frozen clock thaws. */
  public void offset(Duration offset) {
    change(before -> checked("offset", before, now -> now.offset(offset)));
  }

  /** Makes all of these changes, or none if one of them is refused. */
  public void turn(Turn turn) {
    change(before -> turned(before, turn));
  }

  private State turned(State before, Turn turn) {
    State next = before;
    if (turn.offset().isPresent()) {
      Duration offset = turn.offset().get();
      next = checked("offset", next, now -> now.offset(offset));
    }
    if (turn.advance().isPresent()) {
      Duration step = turn.advance().get();
      next = checked("advance", next, now -> now.advanced(step));
    }
    for (Map.Entry<Service, Duration> skew : turn.skews().entrySet()) {
      next = skewed(next, skew.getKey(), skew.getValue());
    }
    if (turn.frozen().isPresent()) {
      next = turn.frozen().get() ? frozen(next) : thawed(next);
    }
    return next;
  }

  private State frozen(State before) {
    return new State(before.offset(), read(before), before.skews());
  }

  private State thawed(State before) {
    Instant frozen = before.frozen();
    return frozen == null
        ? before
        : new State(Duration.between(system.instant(), frozen), null, before.skews());
  }

  private State checked(String what, State now, UnaryOperator<State> change) {
    try {
      State next = change.apply(now);
      Instant time = read(next);
      requireSayable(time);
      next.skews().values().forEach(skew -> requireSayable(time.plus(skew)));
      return next;
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "'" + what + "' would take a clock out of the years 100 to 9799");
    }
  }

  private static void requireSayable(Instant time) {
    if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
      throw new DateTimeException("out of range");
    }
  }

  /** Returns the distance from the system's clock; for a frozen clock the one it thaws to. */
  public Duration offset() {
    return state.offset();
  }

  /** Stops the clock at the present virtual time. */
  public void freeze() {
    change(this::frozen);
  }

  /** Lets a frozen clock run on from the time at which it stands. */
  public void thaw() {
    change(this::thawed);
  }

  /** Shows the system's time again, for each service. */
  public void reset() {
    change(before -> new State(Duration.ZERO, null, Map.of()));
  }

  /** Tells whether the clock stands still. */
  public boolean isFrozen() {
    return state.frozen() != null;
  }

  /** Sets how far a service's clock is ahead (negative: behind). */
  public void skew(Service service, Duration skew) {
    change(before -> skewed(before, service, skew));
  }

  private State skewed(State before, Service service, Duration skew) {
    return checked("skew", before, now -> now.skewed(service, skew));
  }

  /** Returns how far a service's clock is ahead. */
  public Duration skew(Service service) {
    return state.skews().getOrDefault(service, Duration.ZERO);
  }
}
