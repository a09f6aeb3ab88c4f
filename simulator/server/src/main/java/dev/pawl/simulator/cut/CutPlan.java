package dev.pawl.simulator.cut;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules that may still strike. Every connection is counted by all of them; the first one added
 * whose turn it is strikes. Thread-safe.
 */
final class CutPlan {
  private final List<Armed> armed = new ArrayList<>();

  private static final class Armed {
    private final CutRule rule;
    private long counted;

    Armed(CutRule rule) {
      this.rule = rule;
    }

    boolean strikes() {
      counted++;
      return rule.reaches(counted);
    }

    boolean isOver() {
      return counted >= rule.last();
    }
  }

  synchronized void add(CutRule rule) {
    armed.add(new Armed(rule));
  }

  synchronized void clear() {
    armed.clear();
  }

  synchronized List<CutRule> pending() {
    return armed.stream().map(one -> one.rule).toList();
  }

  /** Counts a connection and returns what happens to it; nothing in most cases. */
  synchronized List<CutStep> strike() {
    List<CutStep> struck = List.of();
    for (Armed one : armed) {
      if (one.strikes() && struck.isEmpty()) {
        struck = one.rule.steps();
      }
    }
    armed.removeIf(Armed::isOver);
    return struck;
  }
}
