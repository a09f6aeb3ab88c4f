package dev.pawl.simulator.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/** The latest of many numbers, up to so many. Thread-safe. */
final class Latest {
  private final int most;
  private final Deque<Integer> numbers = new ArrayDeque<>();

  Latest(int most) {
    this.most = most;
  }

  /** Adds a number and returns the one that has to go for it. */
  synchronized OptionalInt add(int number) {
    numbers.addLast(number);
    return numbers.size() > most ? OptionalInt.of(numbers.removeFirst()) : OptionalInt.empty();
  }

  synchronized void clear() {
    numbers.clear();
  }
}
