package dev.pawl.benchmarks.contention;

import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.provider.ProviderProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All entrants in turns, one size. */
record ContentionRound(int size, StormFleet fleet, ProviderProcess provider, Effort effort) {
  Map<Entrant, List<StormOutcome>> run(List<Entrant> entrants)
      throws IOException, InterruptedException {
    Map<Entrant, StormSeries> storms = new LinkedHashMap<>();
    Map<Entrant, List<StormOutcome>> outcomes = new LinkedHashMap<>();
    for (Entrant entrant : entrants) {
      effort.say(size + " processes: " + entrant.name() + " gets ready");
      try {
        StormSeries storm = StormSeries.prepare(entrant, size, fleet, provider, effort.scratch());
        storm.warmUp();
        storms.put(entrant, storm);
      } catch (IOException e) {
        leaveOut(entrant, e);
      }
    }
    int repetitions = effort.of(5, 2);
    for (int repetition = 1; repetition <= repetitions; repetition++) {
      effort.say(
          size + " processes, " + repetition + " of " + repetitions + ":" + turn(storms, outcomes));
    }
    return outcomes;
  }

  private String turn(Map<Entrant, StormSeries> storms, Map<Entrant, List<StormOutcome>> outcomes)
      throws IOException, InterruptedException {
    StringBuilder line = new StringBuilder();
    for (Map.Entry<Entrant, StormSeries> storm : List.copyOf(storms.entrySet())) {
      Entrant entrant = storm.getKey();
      try {
        StormOutcome outcome = storm.getValue().run();
        outcomes.computeIfAbsent(entrant, e -> new ArrayList<>()).add(outcome);
        line.append(String.format(Locale.ROOT, " %s %.0f ms;", entrant.name(), outcome.last()));
        if (!outcome.problem().isEmpty()) {
          effort.say(entrant.name() + ": " + outcome.problem());
        }
      } catch (IOException e) {
        storms.remove(entrant);
        leaveOut(entrant, e);
      }
    }
    return line.toString();
  }

  private void leaveOut(Entrant entrant, IOException why) {
    effort.say(size + " processes: " + entrant.name() + " is left out: " + why.getMessage());
  }
}
