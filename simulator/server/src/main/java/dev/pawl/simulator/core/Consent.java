package dev.pawl.simulator.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How the person in front of the browser behaves, and how patient the server is. May be changed at
 * any time; thread-safe.
 */
public final class Consent {
  private final Habits first;
  private final AtomicReference<Habits> present;

  private record Habits(Manner browser, Manner device, Duration interval, Duration lifetime) {
    static final Habits USUAL =
        new Habits(Manner.APPROVE, Manner.ASK, Duration.ofSeconds(5), Duration.ofMinutes(10));
  }

  /** Creates a person who approves in the browser, and has to be asked about a device. */
  public Consent() {
    this(Habits.USUAL);
  }

  private Consent(Habits first) {
    this.first = first;
    this.present = new AtomicReference<>(first);
  }

  /** What is done about a request for consent. */
  public enum Manner {
    /** Approved at once by nobody in particular. */
    APPROVE,
    /** A page asks. */
    ASK,
    /** Denied at once. */
    DENY
  }

  /** Returns somebody else who begins as this person is now. */
  public Consent another() {
    return new Consent(present.get());
  }

  /** Returns what the authorization endpoint does; {@link Manner#APPROVE} as a rule. */
  public Manner browser() {
    return present.get().browser();
  }

  /** Sets what the authorization endpoint does. */
  public void browser(Manner manner) {
    present.updateAndGet(old -> new Habits(manner, old.device(), old.interval(), old.lifetime()));
  }

  /** Returns what is done about a login on a device; {@link Manner#ASK} as a rule. */
  public Manner device() {
    return present.get().device();
  }

  /** Sets what is done about a login on a device that begins from now on. */
  public void device(Manner manner) {
    present.updateAndGet(old -> new Habits(old.browser(), manner, old.interval(), old.lifetime()));
  }

  /** Returns the least virtual time between two polls; 5 s as a rule. */
  public Duration interval() {
    return present.get().interval();
  }

  /**
   * Sets the least time between two polls of logins that begin from now on.
   *
   * @throws IllegalArgumentException if it is negative or longer than a day
   */
  public void interval(Duration least) {
    if (least.isNegative() || least.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("'interval' must be 0 to 24 h, not " + least);
    }
    present.updateAndGet(old -> new Habits(old.browser(), old.device(), least, old.lifetime()));
  }

  /** Returns the lifetime of device codes, virtual time; 10 min as a rule. */
  public Duration lifetime() {
    return present.get().lifetime();
  }

  /** Sets the lifetime of device codes from now on. */
  public void lifetime(Duration whole) {
    present.updateAndGet(old -> new Habits(old.browser(), old.device(), old.interval(), whole));
  }

  /** Behaves as at first. */
  void reset() {
    present.set(first);
  }
}
