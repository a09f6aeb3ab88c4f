package dev.pawl.simulator.core;

import java.time.Duration;

/**
 * How the person in front of the browser behaves, and how patient the server is. May be changed at
 * any time; thread-safe.
 */
public final class Consent {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private volatile Manner browser = Manner.APPROVE;
  private volatile Manner device = Manner.ASK;
  private volatile Duration interval = INTERVAL;
  private volatile Duration lifetime = LIFETIME;

  /** What is done about a request for consent. */
  public enum Manner {
    /** Approved at once by nobody in particular. */
    APPROVE,
    /** A page asks. */
    ASK,
    /** Denied at once. */
    DENY
  }

  /** Returns what the authorization endpoint does; {@link Manner#APPROVE} at first. */
  public Manner browser() {
    return browser;
  }

  /** Sets what the authorization endpoint does. */
  public void browser(Manner manner) {
    browser = manner;
  }

  /** Returns what is done about a login on a device; {@link Manner#ASK} at first. */
  public Manner device() {
    return device;
  }

  /** Sets what is done about a login on a device that begins from now on. */
  public void device(Manner manner) {
    device = manner;
  }

  /** Returns the least virtual time between two polls; 5 s at first. */
  public Duration interval() {
    return interval;
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
    interval = least;
  }

  /** Returns the lifetime of device codes, virtual time; 10 min at first. */
  public Duration lifetime() {
    return lifetime;
  }

  /** Sets the lifetime of device codes from now on. */
  public void lifetime(Duration whole) {
    lifetime = whole;
  }

  void reset() {
    browser = Manner.APPROVE;
    device = Manner.ASK;
    interval = INTERVAL;
    lifetime = LIFETIME;
  }
}
