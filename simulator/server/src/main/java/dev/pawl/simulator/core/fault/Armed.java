package dev.pawl.simulator.core.fault;

import dev.pawl.simulator.core.ledger.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Things that wait for requests, each with a trigger and its own count. Not thread-safe. */
final class Armed<T> {
  private final List<One<T>> all = new ArrayList<>();

  private static final class One<T> {
    private final Trigger trigger;
    private final T thing;
    private final SplittableRandom chances;
    private long counted;

    One(Trigger trigger, T thing, SplittableRandom chances) {
      this.trigger = trigger;
      this.thing = thing;
      this.chances = chances;
    }

    boolean strikes() {
      counted++;
      return trigger.reaches(counted) && chances.nextDouble() < trigger.probability();
    }

    boolean isOver(Instant now) {
      return counted >= trigger.last() || !now.isBefore(trigger.until());
    }
  }

  void add(Trigger trigger, T thing, SplittableRandom chances) {
    all.add(new One<>(trigger, thing, chances));
  }

  /** Takes the first thing away that equals this one; false if there is none. */
  boolean remove(T thing) {
    return all.stream()
        .filter(one -> one.thing.equals(thing))
        .findFirst()
        .map(all::remove)
        .orElse(false);
  }

  void clear() {
    all.clear();
  }

  /** Returns the things that may still be called. */
  List<T> pending(Instant now) {
    return all.stream().filter(one -> !one.isOver(now)).map(one -> one.thing).toList();
  }

  /** Has all count a request that they concern, and returns those whose turn it is, in order. */
  List<T> struck(Event request, Instant now) {
    List<T> struck = new ArrayList<>(0);
    for (One<T> one : all) {
      if (one.trigger.concerns(request, now) && one.strikes()) {
        struck.add(one.thing);
      }
    }
    all.removeIf(one -> one.isOver(now));
    return struck;
  }
}
