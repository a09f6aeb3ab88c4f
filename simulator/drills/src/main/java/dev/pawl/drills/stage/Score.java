package dev.pawl.drills.stage;

import java.util.ArrayList;
import java.util.List;

/** What is held against a drill, and its figures. Not thread-safe. */
public final class Score {
  private final List<String> violations = new ArrayList<>();
  private String barrier = "";
  private long lastServedMillis;
  private long recoveryMillis;
  private int incidents = 1;

  /** Holds something against the drill. */
  public void violation(String text) {
    violations.add(text);
  }

  /** Holds several things against the drill. */
  public void violations(List<String> texts) {
    violations.addAll(texts);
  }

  /** Returns what is held against the drill so far. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  /** Sets how many independent incidents there are: each may cost what the class says. */
  public void incidents(int count) {
    incidents = count;
  }

  /** Returns how many independent incidents there are. */
  public int incidents() {
    return incidents;
  }

  void barrier(Barrier seen) {
    barrier = seen.toString();
  }

  /** Returns what the processes saw at the line; empty if they were never lined up. */
  public String barrier() {
    return barrier;
  }

  /* What was before was preparation. */
  void restart() {
    lastServedMillis = 0;
  }

  void served(long lastMillis) {
    lastServedMillis = Math.max(lastServedMillis, lastMillis);
  }

  /** Returns when the last request of the slowest storm was served. */
  public long lastServedMillis() {
    return lastServedMillis;
  }

  void recovered(long millis) {
    recoveryMillis = Math.max(recoveryMillis, millis);
  }

  /** Returns how long it took until all were served again. */
  public long recoveryMillis() {
    return recoveryMillis;
  }
}
