package dev.pawl.simulator.scenario.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a scenario, with its places. Not thread-safe. */
public final class Problems {
  private final String source;
  private final List<Problem> all = new ArrayList<>();

  private record Problem(Value.Place place, String line) {}

  /**
   * Nothing is wrong yet.
   *
   * @param source what the text is called, such as the name of its file
   */
  public Problems(String source) {
    this.source = source;
  }

  /** Adds what is wrong at a place. */
  public void add(Value.Place place, String what) {
    all.add(new Problem(place, line(place, what)));
  }

  /** Does something with a value; what it refuses is a problem of the value. */
  public void checking(Value value, Runnable what) {
    try {
      what.run();
    } catch (IllegalArgumentException e) {
      add(value.place(), String.valueOf(e.getMessage()));
    }
  }

  /** Returns a line that tells something of a place. */
  public String line(Value.Place place, String what) {
    return source + ":" + place.line() + ":" + place.column() + ": " + what;
  }

  /** Returns what is wrong, in the order of the places: {@code FILE:LINE:COLUMN: what}. */
  public List<String> lines() {
    return all.stream()
        .sorted(
            Comparator.comparing(
                Problem::place,
                Comparator.comparingInt(Value.Place::line).thenComparingInt(Value.Place::column)))
        .map(Problem::line)
        .toList();
  }
}
