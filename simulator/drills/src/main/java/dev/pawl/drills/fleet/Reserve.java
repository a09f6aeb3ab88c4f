package dev.pawl.drills.fleet;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Children that are started ahead of their use. Not thread-safe. */
public final class Reserve {
  private final ChildFleet fleet;
  private final Deque<CompletableFuture<Child>> coming = new ArrayDeque<>();
  private int unordered;

  Reserve(ChildFleet fleet, int total, int ahead) throws IOException {
    this.fleet = fleet;
    this.unordered = total;
    for (int i = 0; i < ahead; i++) {
      order();
    }
  }

  private void order() throws IOException {
    if (unordered > 0) {
      unordered--;
      coming.add(fleet.begin());
    }
  }

  /**
   * Returns the next one, and has one more started.
   *
   * @throws IOException if it does not start
   */
  public Child next() throws IOException, InterruptedException {
    Child child = fleet.arrived(coming.remove());
    order();
    return child;
  }
}
