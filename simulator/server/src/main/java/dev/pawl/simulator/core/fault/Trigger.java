package dev.pawl.simulator.core.fault;

import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Instant;
import java.util.Locale;

/**
 * When a fault strikes: which requests it concerns, and which of those, counted from the moment the
 * fault was added.
 *
 * @param scope the requests concerned
 * @param first ordinal of the first request that is struck, from 1
 * @param last ordinal of the last one; {@link Long#MAX_VALUE} for all that follow
 * @param from virtual time before which a request is neither struck nor counted
 * @param until virtual time from which on none is struck or counted
 * @param probability chance of a counted request to be struck, drawn from the plan's seed
 */
public record Trigger(
    Scope scope, long first, long last, Instant from, Instant until, double probability) {

  /** Checks the ranges. */
  public Trigger {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("ordinals count from 1, and the last follows the first");
    }
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is above 0 and at most 1");
    }
  }

  /** Returns a trigger for every request for an operation. */
  public static Trigger every(Operation operation) {
    return every(Scope.of(operation));
  }

  /** Returns a trigger for every request of a scope. */
  public static Trigger every(Scope scope) {
    return new Trigger(scope, 1, Long.MAX_VALUE, Instant.MIN, Instant.MAX, 1);
  }

  /** Returns this trigger for one family. */
  public Trigger of(String name) {
    return new Trigger(scope.family(name), first, last, from, until, probability);
  }

  /** Returns this trigger for the {@code n}th request alone. */
  public Trigger nth(long n) {
    return between(n, n);
  }

  /** Returns this trigger for the next {@code n} requests. */
  public Trigger next(long n) {
    return between(1, n);
  }

  /** Returns this trigger for the requests from ordinal to ordinal. */
  public Trigger between(long lowest, long highest) {
    return new Trigger(scope, lowest, highest, from, until, probability);
  }

  /** Returns this trigger from a virtual time on. */
  public Trigger after(Instant time) {
    return new Trigger(scope, first, last, time, until, probability);
  }

  /** Returns this trigger up to a virtual time. */
  public Trigger until(Instant time) {
    return new Trigger(scope, first, last, from, time, probability);
  }

  /** Returns this trigger with a chance. */
  public Trigger chance(double chance) {
    return new Trigger(scope, first, last, from, until, chance);
  }

  /** Returns this trigger for one process or client. */
  public Trigger by(String caller) {
    return new Trigger(scope.caller(caller), first, last, from, until, probability);
  }

  boolean concerns(Event request, Instant now) {
    return scope.holds(request) && !now.isBefore(from) && now.isBefore(until);
  }

  boolean reaches(long ordinal) {
    return ordinal >= first && ordinal <= last;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scope.word());
    if (first == last) {
      text.append('#').append(first);
    } else if (first != 1 || last != Long.MAX_VALUE) {
      text.append('#').append(first).append('-').append(last == Long.MAX_VALUE ? "" : "" + last);
    }
    scope.family().ifPresent(name -> text.append(" of ").append(name));
    scope.caller().ifPresent(who -> text.append(" by ").append(who));
    text.append(from.equals(Instant.MIN) ? "" : " after " + from);
    text.append(until.equals(Instant.MAX) ? "" : " until " + until);
    text.append(probability == 1 ? "" : String.format(Locale.ROOT, " chance %s", probability));
    return text.toString();
  }
}
