package dev.pawl.drills.cli.drill;

import dev.pawl.drills.report.DrillVerdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Drills that are run one after another in a scratch directory. Standard error tells of each.
 *
 * @param scratch kept if a drill does not pass
 * @param live whether a person sees standard error: then it also tells which drill runs
 */
record DrillSeries(Scratch scratch, boolean live) {
  private static final String FRESH_LINE = "\r\u001b[K";

  /** Runs one drill. */
  interface Play<E> {
    DrillVerdict of(E drill) throws IOException, InterruptedException;
  }

  /**
   * Runs drills and returns their verdicts.
   *
   * @param title of a drill, one line
   * @param end ends all processes of the drill that runs, when this process is told to end
   */
  <E> List<DrillVerdict> run(List<E> drills, Function<E, String> title, Play<E> play, Runnable end)
      throws IOException, InterruptedException {
    List<DrillVerdict> verdicts = new ArrayList<>();
    try (StopHook stop = StopHook.of(end, scratch)) {
      for (E drill : drills) {
        announce(title.apply(drill), verdicts.size() + 1, drills.size());
        DrillVerdict verdict = play.of(drill);
        stop.proceed();
        if (!verdict.isPass()) {
          scratch.keep();
        }
        verdicts.add(verdict);
        tell(verdict);
      }
    }
    return verdicts;
  }

  private void announce(String title, int number, int of) {
    if (live) {
      System.err.printf(Locale.ROOT, "%s[%d/%d] %s", FRESH_LINE, number, of, title);
      System.err.flush();
    }
  }

  private void tell(DrillVerdict verdict) {
    DrillVerdict.Subject subject = verdict.subject();
    System.err.printf(
        Locale.ROOT,
        "%s%-7s %s, %d ms%n",
        live ? FRESH_LINE : "",
        verdict.word(),
        subject.name() + " " + subject.policy() + " " + subject.cache(),
        verdict.figures().millis());
  }
}
