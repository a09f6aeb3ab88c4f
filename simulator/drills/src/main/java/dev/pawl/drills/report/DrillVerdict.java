package dev.pawl.drills.report;

import dev.pawl.drills.stage.LockHold;
import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a drill came to.
 *
 * @param subject which drill, and how it was run
 * @param figures what was counted
 * @param violations what is held against it; none if it passed
 * @param notRun why it could not run; empty if it did
 * @param repeat the command that repeats it
 * @param shorter the command that repeats what a shrinking left of it; empty if there is none
 * @param ledger file with everything that the provider saw; empty if it was not kept
 * @param seen what the provider saw, the first 2,000 entries at most
 * @param locks who held a lock, and when
 */
public record DrillVerdict(
    Subject subject,
    Figures figures,
    List<String> violations,
    String notRun,
    String repeat,
    String shorter,
    String ledger,
    List<LedgerEntry> seen,
    List<LockHold> locks) {

  private static final int MOST_SEEN = 2_000;

  /** Copies the lists; of what was seen the beginning, since nobody can look at more. */
  public DrillVerdict {
    violations = List.copyOf(violations);
    seen = List.copyOf(seen.subList(0, Math.min(MOST_SEEN, seen.size())));
    locks = List.copyOf(locks);
  }

  /** As above; who held a lock is not known. */
  public DrillVerdict(
      Subject subject,
      Figures figures,
      List<String> violations,
      String notRun,
      String repeat,
      String shorter,
      String ledger,
      List<LedgerEntry> seen) {
    this(subject, figures, violations, notRun, repeat, shorter, ledger, seen, List.of());
  }

  /** Returns the same with who held a lock. */
  public DrillVerdict with(List<LockHold> holds) {
    return new DrillVerdict(
        subject, figures, violations, notRun, repeat, shorter, ledger, seen, holds);
  }

  /**
   * Which drill, and how it was run.
   *
   * @param number of the catalogue
   * @param name of the drill
   * @param policy of the provider
   * @param cache {@code mapped}, {@code chronicle} or {@code none}
   * @param processes how many
   * @param promise the class that had to be reached
   */
  public record Subject(
      int number,
      String name,
      RotationPolicy policy,
      String cache,
      int processes,
      WinClass promise) {}

  /**
   * What was counted.
   *
   * @param spends refresh tokens presented
   * @param reuse spends of a token that an earlier spend had consumed
   * @param revocations families that died of a spend
   * @param lost requests never answered, wrongly answered, or refused against the promise
   * @param prompts logins of a person
   * @param lastServedMillis when the last request of the slowest storm was served
   * @param recoveryMillis how long it took until all were served again
   * @param reached the class that was reached
   * @param barrier what the processes saw at the line
   * @param millis how long the drill took
   */
  public record Figures(
      int spends,
      int reuse,
      int revocations,
      int lost,
      int prompts,
      long lastServedMillis,
      long recoveryMillis,
      WinClass reached,
      String barrier,
      long millis) {}

  /** Returns the same with the command that repeats what a shrinking left of it. */
  public DrillVerdict shortened(String command) {
    return new DrillVerdict(
        subject, figures, violations, notRun, repeat, command, ledger, seen, locks);
  }

  /** Tells whether it passed: a drill that could not run has not. */
  public boolean isPass() {
    return violations.isEmpty() && notRun.isEmpty();
  }

  /**
   * Returns what kinds of things are held against it: invariants, and words without their numbers.
   */
  public Set<String> kinds() {
    return violations.stream()
        .map(
            text ->
                text.matches("I[0-9]:.*")
                    ? text.substring(0, 2)
                    : text.replaceAll("[0-9]+|'.*'", ""))
        .collect(Collectors.toSet());
  }

  /** Returns {@code PASS}, {@code FAIL} or {@code NOT RUN}. */
  public String word() {
    return isPass() ? "PASS" : notRun.isEmpty() ? "FAIL" : "NOT RUN";
  }

  /** Returns the members of its JSON object. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("number", subject.number());
    members.put("name", subject.name());
    members.put("policy", subject.policy().name());
    members.put("cache", subject.cache());
    members.put("processes", subject.processes());
    members.put("class", subject.promise().name());
    members.put("result", isPass() ? "PASS" : "FAIL");
    members.put("spends", figures.spends());
    members.put("reuse", figures.reuse());
    members.put("revocations", figures.revocations());
    members.put("lost", figures.lost());
    members.put("prompts", figures.prompts());
    members.put("lastServedMillis", figures.lastServedMillis());
    members.put("recoveryMillis", figures.recoveryMillis());
    members.put("violations", violations);
    members.put("repeat", repeat);
    members.put("reached", figures.reached().name());
    members.put("barrier", figures.barrier());
    members.put("millis", figures.millis());
    if (!notRun.isEmpty()) {
      members.put("notRun", notRun);
    }
    if (!shorter.isEmpty()) {
      members.put("shorter", shorter);
    }
    if (!ledger.isEmpty()) {
      members.put("ledger", ledger);
    }
    return members;
  }
}
