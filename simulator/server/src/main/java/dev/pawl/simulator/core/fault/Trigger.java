package dev.pawl.simulator.core.fault;

import dev.pawl.simulator.core.ledger.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * When a fault strikes: which requests it concerns, and which of those, counted from the moment the
 * fault was added.
 *
 * @param kind the kind of request; empty for any
 * @param family name of the token family; empty for any, also for none
 * @param first ordinal of the first request that is struck, from 1
 * @param last ordinal of the last one; {@link Long#MAX_VALUE} for all that follow
 * @param from virtual time before which a request is neither struck nor counted
 * @param until virtual time from which on none is struck or counted
 * @param probability chance of a counted request to be struck, drawn from the plan's seed
 */
public record Trigger(
    Optional<Kind> kind,
    Optional<String> family,
    long first,
    long last,
    Instant from,
    Instant until,
    double probability) {

  /** Checks the ranges. */
  public Trigger {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("ordinals count from 1, and the last follows the first");
    }
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is above 0 and at most 1");
    }
  }

  /** Returns a trigger for every request of a kind. */
  public static Trigger every(Kind kind) {
    return new Trigger(
        Optional.of(kind), Optional.empty(), 1, Long.MAX_VALUE, Instant.MIN, Instant.MAX, 1);
  }

  /** Returns this trigger for one family. */
  public Trigger of(String name) {
    return new Trigger(kind, Optional.of(name), first, last, from, until, probability);
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
    return new Trigger(kind, family, lowest, highest, from, until, probability);
  }

  /** Returns this trigger from a virtual time on. */
  public Trigger after(Instant time) {
    return new Trigger(kind, family, first, last, time, until, probability);
  }

  /** Returns this trigger up to a virtual time. */
  public Trigger until(Instant time) {
    return new Trigger(kind, family, first, last, from, time, probability);
  }

  /** Returns this trigger with a chance. */
  public Trigger chance(double chance) {
    return new Trigger(kind, family, first, last, from, until, chance);
  }

  boolean concerns(Kind actual, String actualFamily, Instant now) {
    return kind.map(wanted -> wanted == actual).orElse(true)
        && family.map(actualFamily::equals).orElse(true)
        && !now.isBefore(from)
        && now.isBefore(until);
  }

  boolean reaches(long ordinal) {
    return ordinal >= first && ordinal <= last;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(kind.map(FaultText::word).orElse("any"));
    if (first == last) {
      text.append('#').append(first);
    } else if (first != 1 || last != Long.MAX_VALUE) {
      text.append('#').append(first).append('-').append(last == Long.MAX_VALUE ? "" : "" + last);
    }
    family.ifPresent(name -> text.append(" of ").append(name));
    text.append(from.equals(Instant.MIN) ? "" : " after " + from);
    text.append(until.equals(Instant.MAX) ? "" : " until " + until);
    text.append(probability == 1 ? "" : String.format(Locale.ROOT, " chance %s", probability));
    return text.toString();
  }
}
