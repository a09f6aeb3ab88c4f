package dev.pawl.drills;

import dev.pawl.drills.random.RandomScript;
import dev.pawl.drills.random.ScriptFile;
import dev.pawl.drills.random.Shrinking;
import dev.pawl.drills.report.DrillVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs drills, and shortens the script of a {@code random} one that fails. Not thread-safe.
 *
 * @param run of the drills
 * @param home where the shortest scripts are kept
 * @param news is told how a search goes, which takes minutes
 */
public record RandomRun(DrillRun run, Path home, Consumer<String> news) {
  /* Processes race: a script that fails one time in three is still found four times in five. */
  private static final int ATTEMPTS = 4;
  private static final int MOST_RUNS = 60;

  /**
   * Runs one drill.
   *
   * @throws IOException if processes cannot be started, whatever the drill
   */
  public DrillVerdict run(Exercise exercise) throws IOException, InterruptedException {
    DrillVerdict verdict = run.run(exercise);
    return exercise.isRandom() && !verdict.violations().isEmpty()
        ? verdict.shortened(shortest(exercise, verdict))
        : verdict;
  }

  /** Returns the command that runs the shortest script. */
  private String shortest(Exercise exercise, DrillVerdict verdict)
      throws IOException, InterruptedException {
    RandomScript failed = exercise.randomScript();
    Path path = path(exercise);
    Shrinking shrinking =
        new Shrinking(
            script -> fails(exercise.withScript(new ScriptFile(path, script)), verdict),
            ATTEMPTS,
            MOST_RUNS);
    ScriptFile file = ScriptFile.write(path, shrinking.of(failed));
    news.accept(
        String.format(
            Locale.ROOT,
            "%d of %d rounds fail too, found by %d runs",
            file.script().rounds().size(),
            failed.rounds().size(),
            shrinking.runs()));
    return exercise.withScript(file).repeat(run.pace());
  }

  /* In a way in which the whole script failed: another failure is another story. */
  private boolean fails(Exercise exercise, DrillVerdict whole)
      throws IOException, InterruptedException {
    boolean fails = !Collections.disjoint(run.run(exercise).kinds(), whole.kinds());
    news.accept(
        "shortening: "
            + exercise.randomScript().rounds().size()
            + " rounds "
            + (fails ? "fail too" : "pass"));
    return fails;
  }

  private Path path(Exercise exercise) {
    return home.resolve("scripts").resolve("random-" + exercise.seed() + ".json");
  }
}
