package dev.pawl.simulator.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's time: the system's clock plus an offset, or frozen. The authorization server goes
 * by it; each other service is ahead or behind by its own skew. Thread-safe.
 */
public final class VirtualClock implements InstantSource {
  private final InstantSource system;
  private volatile State state = new State(Duration.ZERO, null, Map.of());

  private record State(Duration offset, @Nullable Instant frozen, Map<Service, Duration> skews) {}

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

  /** Moves the time, forwards or backwards; a frozen clock stays frozen at the new time. */
  public synchronized void advance(Duration step) {
    State now = state;
    state =
        new State(
            now.offset().plus(step),
            now.frozen() == null ? null : now.frozen().plus(step),
            now.skews());
  }

  /** Sets the distance from the system's clock; a frozen clock thaws. */
  public synchronized void offset(Duration offset) {
    state = new State(offset, null, state.skews());
  }

  /** Returns the distance from the system's clock; for a frozen clock the one it thaws to. */
  public Duration offset() {
    return state.offset();
  }

  /** Stops the clock at the present virtual time. */
  public synchronized void freeze() {
    state = new State(state.offset(), instant(), state.skews());
  }

  /** Lets a frozen clock run on from the time at which it stands. */
  public synchronized void thaw() {
    Instant frozen = state.frozen();
    if (frozen != null) {
      state = new State(Duration.between(system.instant(), frozen), null, state.skews());
    }
  }

  /** Tells whether the clock stands still. */
  public boolean isFrozen() {
    return state.frozen() != null;
  }

  /** Sets how far a service's clock is ahead (negative: behind). */
  public synchronized void skew(Service service, Duration skew) {
    Map<Service, Duration> skews = new EnumMap<>(Service.class);
    skews.putAll(state.skews());
    skews.put(service, skew);
    state = new State(state.offset(), state.frozen(), Map.copyOf(skews));
  }

  /** Returns how far a service's clock is ahead. */
  public Duration skew(Service service) {
    return state.skews().getOrDefault(service, Duration.ZERO);
  }
}
