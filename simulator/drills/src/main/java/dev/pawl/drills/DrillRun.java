package dev.pawl.drills;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildFleet;
import dev.pawl.drills.report.DrillVerdict;
import dev.pawl.drills.script.CannotRunException;
import dev.pawl.drills.stage.DrillProvider;
import dev.pawl.drills.stage.DrillTerms;
import dev.pawl.drills.stage.Invariants;
import dev.pawl.drills.stage.LockWatch;
import dev.pawl.drills.stage.Pace;
import dev.pawl.drills.stage.Stage;
import dev.pawl.drills.stage.StateFiles;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.ledger.Entries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * Runs drills one after another on one fleet, each with a provider, a state directory and a login
 * of its own. Not thread-safe.
 */
public final class DrillRun implements AutoCloseable {
  private static final int WORTH_AN_ARCHIVE = 8;

  private final Path home;
  private final Pace pace;
  private final Promises promises = Promises.shipped();
  private final ChildFleet fleet;
  private final Set<Child> warm = new HashSet<>();
  private int count;

  /**
   * Prepares a run; processes are started when they are needed.
   *
   * @param home scratch directory of the run, of the user alone
   * @param pace how fast things go
   * @throws IOException if the directory cannot be used
   */
  public DrillRun(Path home, Pace pace) throws IOException {
    this.home = home;
    this.pace = pace;
    this.fleet = new ChildFleet(home);
  }

  /**
   * Runs one drill.
   *
   * @throws IOException if processes cannot be started, whatever the drill
   */
  public DrillVerdict run(Exercise exercise) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    if (exercise.cache().equals("chronicle")) {
      fleet.allowChronicle();
    }
    List<Child> crew = crew(exercise.processes());
    try (Simulator simulator = simulator(exercise)) {
      Stage stage =
          new Stage(terms(exercise), new DrillProvider(simulator), fleet, crew, files(exercise));
      try (LockWatch locks = LockWatch.of(() -> stage.files().lock(), names(crew))) {
        String notRun = play(exercise, stage);
        close(stage);
        long millis = (System.nanoTime() - begun) / 1_000_000;
        return verdict(exercise, stage, notRun, millis).with(locks.seen());
      }
    }
  }

  private List<Child> crew(int processes) throws IOException, InterruptedException {
    if (processes >= WORTH_AN_ARCHIVE && fleet.mayHaveArchive()) {
      Child trainee = fleet.trainee();
      CrewWarmUp.of(List.of(trainee), home);
      fleet.keepArchive(trainee);
    }
    List<Child> crew = fleet.crew(processes);
    if (pace.isTimed()) {
      CrewWarmUp.of(crew.stream().filter(child -> !warm.contains(child)).toList(), home);
      warm.addAll(crew);
    }
    return crew;
  }

  private static LongFunction<String> names(List<Child> crew) {
    Map<Long, String> names = crew.stream().collect(Collectors.toMap(Child::pid, Child::name));
    return pid -> names.getOrDefault(pid, "process " + pid);
  }

  private Simulator simulator(Exercise exercise) {
    return Simulator.builder()
        .policy(exercise.policy())
        .graceWindow(DrillTerms.GRACE)
        .accessTtl(exercise.definition().lifetime())
        .processingTime(pace.processing())
        .seed(exercise.seed())
        .start();
  }

  private DrillTerms terms(Exercise exercise) {
    return new DrillTerms(
        exercise.policy(),
        exercise.cache(),
        exercise.seed(),
        promises.of(exercise.definition().name(), exercise.policy()),
        exercise.definition().lifetime(),
        pace);
  }

  private StateFiles files(Exercise exercise) {
    String name = String.format(Locale.ROOT, "%03d-%s", ++count, exercise.definition().name());
    return new StateFiles(home.resolve("state").resolve(name), "drill");
  }

  /** Returns why it could not run; empty if it did. */
  private String play(Exercise exercise, Stage stage) throws InterruptedException {
    try {
      exercise.definition().drill().run(stage);
      stage.score().violations(Invariants.broken(stage));
      stage.score().violations(stage.broken());
      return "";
    } catch (CannotRunException e) {
      return String.valueOf(e.getMessage());
    } catch (IOException | RuntimeException e) {
      stage.score().violation("the drill broke off: " + e);
      stage.score().violations(stage.tally().losses(stage.terms().promise().worst()));
      return "";
    }
  }

  private static void close(Stage stage) throws IOException {
    try {
      stage.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private DrillVerdict verdict(Exercise exercise, Stage stage, String notRun, long millis)
      throws IOException {
    List<String> violations = notRun.isEmpty() ? stage.score().violations() : List.of();
    DrillTerms terms = stage.terms();
    return new DrillVerdict(
        new DrillVerdict.Subject(
            exercise.definition().number(),
            exercise.definition().name(),
            exercise.policy(),
            exercise.cache(),
            exercise.processes(),
            terms.promise().worst()),
        figures(stage, millis),
        violations,
        notRun,
        exercise.repeat(pace),
        "",
        violations.isEmpty() ? "" : keepLedger(exercise, stage).toString(),
        stage.provider().seen().list());
  }

  private static DrillVerdict.Figures figures(Stage stage, long millis) {
    Entries seen = stage.provider().seen();
    return new DrillVerdict.Figures(
        seen.spends().count(),
        seen.spends().where(entry -> entry.outcome().isReuse()).count(),
        stage.revocations(),
        stage.tally().lost(stage.terms().promise().worst()),
        stage.tally().prompts(),
        stage.score().lastServedMillis(),
        stage.score().recoveryMillis(),
        stage.tally().reached(),
        stage.score().barrier(),
        millis);
  }

  private Path keepLedger(Exercise exercise, Stage stage) throws IOException {
    Path ledgers = Files.createDirectories(home.resolve("ledgers"));
    String name = String.format(Locale.ROOT, "%03d-%s.jsonl", count, exercise.definition().name());
    Path file = ledgers.resolve(name);
    stage.provider().simulator().exportLedger(file);
    return file;
  }

  /** Returns how fast things go. */
  Pace pace() {
    return pace;
  }

  /** Returns the directory of the processes' logs. */
  public Path logs() {
    return fleet.logs();
  }

  /** Ends every process. */
  @Override
  public void close() {
    fleet.close();
  }
}
