package dev.pawl.drills.stage;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildReply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The processes of a drill, all of them embedding a manager on one state directory. */
public final class Crew {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration WAIT = Duration.ofSeconds(15);

  private final List<Child> children;
  private final DrillProvider provider;

  Crew(List<Child> children, DrillProvider provider) {
    this.children = new ArrayList<>(children);
    this.provider = provider;
  }

  /** Returns those that are alive. */
  public List<Child> all() {
    return children.stream().filter(Child::isHere).toList();
  }

  /** Returns the first that is alive. */
  public Child first() {
    return all().get(0);
  }

  /** Returns the last that is alive. */
  public Child last() {
    return all().get(all().size() - 1);
  }

  /** Returns how many are alive. */
  public int size() {
    return all().size();
  }

  /** Takes one more in. */
  public void add(Child child) {
    children.add(child);
  }

  /** Returns one by its process number. */
  public Optional<Child> byPid(long pid) {
    return children.stream().filter(child -> child.pid() == pid).findFirst();
  }

  /**
   * Tells all of them, at once, to do something.
   *
   * @throws IOException if one refuses or does not answer; the message says why
   */
  public void order(String verb, Map<String, ?> members) throws IOException, InterruptedException {
    order(child -> true, verb, members);
  }

  /**
   * Tells some of them, at once, to do something.
   *
   * @throws IOException if one refuses or does not answer; the message says why
   */
  public void order(Predicate<Child> which, String verb, Map<String, ?> members)
      throws IOException, InterruptedException {
    for (ChildReply reply : ask(which, verb, members)) {
      if (!reply.isOk()) {
        throw new IOException(
            reply.child() + " could not " + verb + ": " + reply.error() + " " + reply.message());
      }
    }
  }

  /** Asks some of them, at once, and returns what they answer, whatever it is. */
  public List<ChildReply> ask(Predicate<Child> which, String verb, Map<String, ?> members)
      throws IOException, InterruptedException {
    Map<Child, CompletableFuture<ChildReply>> sent = new LinkedHashMap<>();
    all().stream().filter(which).forEach(child -> sent.put(child, child.send(verb, members)));
    List<ChildReply> replies = new ArrayList<>();
    for (Map.Entry<Child, CompletableFuture<ChildReply>> each : sent.entrySet()) {
      replies.add(each.getKey().await(each.getValue(), TIMEOUT));
    }
    return replies;
  }

  /** Returns the state of the login as each of them sees it. */
  public List<ChildReply> statuses() throws IOException, InterruptedException {
    return ask(child -> true, "status", Map.of());
  }

  /**
   * Brings all threads of all processes to the line.
   *
   * @throws IOException if one does not get there
   */
  public RequestStorm stand(Ask ask) throws IOException, InterruptedException {
    return stand(ask, child -> true);
  }

  /**
   * Brings all threads of some processes to the line.
   *
   * @throws IOException if one does not get there
   */
  public RequestStorm stand(Ask ask, Predicate<Child> which)
      throws IOException, InterruptedException {
    return RequestStorm.stand(
        all().stream().filter(which).toList(), ask.order(provider), ask.threads());
  }

  /** Brings the threads of one process, of this crew or not, to the line. */
  public RequestStorm standAlone(Ask ask, Child child) throws IOException, InterruptedException {
    return RequestStorm.stand(List.of(child), ask.order(provider), ask.threads());
  }

  /**
   * Waits until one of them sees a state.
   *
   * @throws IOException if none does in time
   */
  void awaitState(String state) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WAIT.toNanos();
    while (statuses().stream().noneMatch(status -> status.text("state").equals(state))) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("no process ever saw " + state);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /**
   * Waits until no thread of a manager is at work in any of them.
   *
   * @throws IOException if there still is one after a while
   */
  void awaitIdle() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WAIT.toNanos();
    while (statuses().stream().anyMatch(status -> status.number("workers") > 0)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("some process is still at work");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /**
   * Waits until the kernel has taken a lock from a process that was killed.
   *
   * @throws IOException if it does not in time, or if this system does not tell
   */
  static void awaitRelease(Path lock, long deadPid) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WAIT.toNanos();
    while (Locks.holders(lock).contains(deadPid)) {
      if (System.nanoTime() - deadline >= 0) {
        throw new IOException("the lock of a dead process is still held");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /**
   * Returns the one that holds a lock, once there is one.
   *
   * @throws IOException if there is none in time, or if this system does not tell
   */
  Child awaitHolder(Path lock, long notThisPid) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WAIT.toNanos();
    while (System.nanoTime() - deadline < 0) {
      for (long pid : Locks.holders(lock)) {
        if (pid != notThisPid && byPid(pid).isPresent()) {
          return byPid(pid).get();
        }
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    throw new IOException("nobody takes the lock");
  }
}
