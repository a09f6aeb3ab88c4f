package dev.pawl.drills.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The requests of one child in a storm.
 *
 * @param child whose they are
 * @param id of the storm in that child
 * @param stands done when its threads stand at the line
 * @param ends done when all of them have their answers
 */
public record Running(
    Child child,
    long id,
    CompletableFuture<ChildReply> stands,
    CompletableFuture<ChildReply> ends) {

  /** Returns what the child sees as its threads stand at the line. */
  public ChildReply standing(Duration waitTimeout) throws IOException, InterruptedException {
    return child.await(stands, waitTimeout);
  }

  /** Returns the results. */
  public ChildReply results(Duration waitTimeout) throws IOException, InterruptedException {
    return child.await(ends, waitTimeout);
  }

  /** Lets the threads go at an instant of {@link System#nanoTime}. */
  public void go(long atNanos) {
    CompletableFuture<ChildReply> unused =
        child.send("go", Map.of("storm", id, "atNanos", atNanos));
  }

  /** Does to the threads what the verb says. */
  public void steer(String verb) {
    CompletableFuture<ChildReply> unused = child.send(verb, Map.of("storm", id));
  }
}
