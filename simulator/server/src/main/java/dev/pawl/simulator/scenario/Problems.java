package dev.pawl.simulator.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a scenario, with its places. Not thread-safe. */
final class Problems {
  private final String source;
  private final List<Problem> all = new ArrayList<>();

  private record Problem(Value.Place place, String line) {}

  /**
   * Nothing is wrong yet.
   *
   * @param source what the text is called, such as the name of its file
   */
  Problems(String source) {
    this.source = source;
  }

  void add(Value.Place place, String what) {
    all.add(new Problem(place, line(place, what)));
  }

  /** Does something with a value; what it refuses is a problem of the value. */
  void checking(Value value, Runnable what) {
    try {
      what.run();
    } catch (IllegalArgumentException e) {
      add(value.place(), String.valueOf(e.getMessage()));
    }
  }

  String line(Value.Place place, String what) {
    return source + ":" + place.line() + ":" + place.column() + ": " + what;
  }

  /**
   * Ends the reading.
   *
   * @throws ScenarioException if something is wrong
   */
  void raise() {
    if (!all.isEmpty()) {
      all.sort(
          Comparator.comparing(
              Problem::place,
              Comparator.comparingInt(Value.Place::line).thenComparingInt(Value.Place::column)));
      throw new ScenarioException(all.stream().map(Problem::line).toList());
    }
  }
}
