package dev.pawl.drills.stage;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.drills.fleet.Running;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Requests of many processes that begin at one word. Not thread-safe. */
public final class RequestStorm {
  private static final Duration LINE = Duration.ofSeconds(30);
  private static final Duration HEARING = Duration.ofNanos(500_000);
  private static final Duration CALM_HEARING = Duration.ofMillis(2);

  private final List<Running> runners = new ArrayList<>();
  private final List<ChildReply> standing = new ArrayList<>();
  private final int threads;
  private Duration hearing = HEARING;
  private final Set<Child> excused = new LinkedHashSet<>();
  private long started;

  private RequestStorm(int threads) {
    this.threads = threads;
  }

  /**
   * Brings all threads of all processes to the line.
   *
   * @throws IOException if one does not get there
   */
  static RequestStorm stand(List<Child> crew, Map<String, Object> order, int threads)
      throws IOException, InterruptedException {
    RequestStorm storm = new RequestStorm(threads);
    crew.forEach(child -> storm.runners.add(child.storm(order)));
    for (Running runner : storm.runners) {
      storm.standing.add(runner.standing(LINE));
    }
    return storm;
  }

  /** Returns what the processes see as they stand at the line. */
  public Barrier barrier() {
    return new Barrier(
        standing.size(),
        standing.stream().map(reply -> reply.number("generation")).collect(Collectors.toSet()),
        standing.stream().map(reply -> reply.text("state")).collect(Collectors.toSet()));
  }

  /** Gives them time to be still again when they have heard the word: for what is measured. */
  RequestStorm calm() {
    hearing = CALM_HEARING;
    return this;
  }

  /** Says go: they start at one instant, when all have heard it. */
  public RequestStorm go() {
    started = System.nanoTime() + hearing.multipliedBy(runners.size()).toNanos();
    runners.forEach(runner -> runner.go(started));
    return this;
  }

  /** Does to the threads of some processes what the verb says. */
  public void steer(String verb, Predicate<Child> which) {
    runners.stream().filter(runner -> which.test(runner.child())).forEach(r -> r.steer(verb));
  }

  /** Takes a process that is about to be killed off the list of those who must be answered. */
  public void excuse(Child child) {
    excused.add(child);
  }

  /** Waits for the answers; a process that does not report in time has none. */
  public Answers answers(Duration waitTimeout) throws InterruptedException {
    long deadline = System.nanoTime() + waitTimeout.toNanos();
    List<RequestOutcome> answers = new ArrayList<>();
    int missing = 0;
    for (Running runner : runners) {
      if (excused.contains(runner.child())) {
        continue;
      }
      List<RequestOutcome> mine = answers(runner, deadline);
      answers.addAll(mine);
      missing += Math.max(0, threads - mine.size());
    }
    return new Answers(answers, missing, started);
  }

  private static List<RequestOutcome> answers(Running runner, long deadline)
      throws InterruptedException {
    try {
      long left = Math.max(1_000_000, deadline - System.nanoTime());
      ChildReply reply = runner.results(Duration.ofNanos(left));
      return reply.list("results").stream()
          .map(members -> new RequestOutcome(runner.child().name(), members))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
