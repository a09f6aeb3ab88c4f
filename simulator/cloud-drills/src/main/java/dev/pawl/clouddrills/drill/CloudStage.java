package dev.pawl.clouddrills.drill;

import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.clouddrills.crew.CloudUser.Program;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What a drill is played on: a user, their programs, the clouds, and what is held against it. */
public final class CloudStage implements AutoCloseable {
  private static final String SERVED = "200";

  private final CloudUser user;
  private final int processes;
  private final Thread hook;
  private final Map<String, Integer> asked = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private List<Program> programs = List.of();
  private int calls;
  private int lost;
  private int prompts;

  private CloudStage(CloudUser user, int processes) {
    this.user = user;
    this.processes = processes;
    this.hook = new Thread(user::kill, "pawl-drill-stop");
  }

  static CloudStage of(CloudDrill drill, int processes, long seed) throws IOException {
    Simulator.Builder builder = Simulator.builder().clouds().seed(seed);
    CloudUser user = new CloudUser((drill.tls() ? builder.tls() : builder).start());
    CloudStage stage = new CloudStage(user, processes);
    Runtime.getRuntime().addShutdownHook(stage.hook);
    if (drill.tls()) {
      user.trustSimulator();
    }
    return stage;
  }

  void play(CloudDrill.Course course) {
    try {
      course.run(this);
      prompts = user.prompts();
    } catch (IOException | RuntimeException e) {
      violations.add("the drill broke off: " + e);
    }
  }

  CloudVerdict verdict(CloudDrill drill, long seed, long millis) {
    return new CloudVerdict(
        drill,
        processes,
        new CloudVerdict.Calls(calls, lost),
        prompts,
        asked,
        violations,
        "./pawl drill clouds " + drill.name() + " --processes " + processes + " --seed " + seed,
        millis);
  }

  CloudUser user() {
    return user;
  }

  Simulator simulator() {
    return user.simulator();
  }

  int processes() {
    return processes;
  }

  /** Starts all programs. */
  void start(Class<?> program, String... arguments) throws IOException {
    programs = user.start(processes, program, arguments);
  }

  /** Lets real time go by, as the vendors' libraries know no other. */
  void pause(Duration real) {
    long end = System.nanoTime() + real.toNanos();
    for (long left = real.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Gives all programs the same order at the same time. */
  List<String> all(String order) throws IOException {
    return CloudUser.all(programs, order);
  }

  /** Has all programs call at the same time; each call that is not served is lost. */
  void callAll(String when) throws IOException {
    serveAll("call", when);
  }

  /** Has all programs call until they are served, for a minute at most; else the call is lost. */
  void persist(String when) throws IOException {
    serveAll("persist", when);
  }

  /** Gives all programs the same order at the same time; each call not served is lost. */
  void serveAll(String order, String when) throws IOException {
    List<String> refused = all(order).stream().filter(answer -> !answer.equals(SERVED)).toList();
    calls += processes;
    lost += refused.size();
    require(
        refused.isEmpty(), refused.size() + " calls lost " + when + ", first: " + first(refused));
  }

  /** Has all programs call at the same time; each must be refused in words that have these. */
  void refuseAll(String when, String... words) throws IOException {
    List<String> answers = all("call");
    calls += processes;
    for (String word : words) {
      List<String> others = answers.stream().filter(answer -> !answer.contains(word)).toList();
      require(
          others.isEmpty(),
          others.size() + " answers without '" + word + "' " + when + ", first: " + first(others));
    }
  }

  private static String first(List<String> answers) {
    return answers.isEmpty() ? "" : answers.get(0);
  }

  /** Holds against the drill that {@code operation} was asked for another number of times. */
  void requireAsked(Operation operation, int due, String when) {
    requireAsked(operation, due, due, when);
  }

  /** Holds against the drill that {@code operation} was asked for less or more often. */
  void requireAsked(Operation operation, int least, int most, String when) {
    int count = user.asked(operation);
    asked.put(operation.toString(), count);
    String due = least == most ? "" + least : least + " to " + most;
    require(
        least <= count && count <= most,
        operation + " was asked for " + count + " times " + when + ", where " + due + " are due");
  }

  void requirePrompts(int due) throws IOException {
    require(user.prompts() == due, user.prompts() + " prompts where " + due + " are due");
  }

  void require(boolean kept, String otherwise) {
    if (!kept) {
      violations.add(otherwise);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it is at work
    }
    user.close();
  }
}
