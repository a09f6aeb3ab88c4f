package dev.pawl.benchmarks.contention;

import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.provider.ProviderProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long N processes wait for the one refresh that all of them need, and what waiting costs. */
public final class ContentionMeasurement implements Measurement {
  private static final int PROVIDER_MILLIS = 200;

  /** The size whose waiting times are told in full. */
  private static final int DISTRIBUTED = 64;

  @Override
  public String name() {
    return "refresh-contention";
  }

  @Override
  public String question() {
    return "N processes find the token expired at once: spends, last served, CPU burnt by waiting";
  }

  @Override
  public String duration() {
    return "11 min, 50 s";
  }

  @Override
  public List<Row> rows(Effort effort) throws IOException, InterruptedException {
    List<String> node = NodePackage.command(effort.scratch());
    if (node.isEmpty()) {
      effort.say("no Node or npm here: proper-lockfile is left out");
    }
    List<Row> rows = new ArrayList<>();
    try (ProviderProcess provider = ProviderProcess.start(effort.scratch(), PROVIDER_MILLIS);
        StormFleet fleet = new StormFleet(effort.scratch(), provider, node)) {
      fleet.train(effort, Entrant.PAWL, Entrant.FLOOR, Entrant.CONVOY, Entrant.MSAL);
      for (int size : sizes(effort)) {
        ContentionRound round = new ContentionRound(size, fleet, provider, effort);
        Map<Entrant, List<StormOutcome>> outcomes = round.run(entrants(size, !node.isEmpty()));
        ContentionRows found = new ContentionRows(size, outcomes);
        rows.addAll(found.rows());
        if (size == (effort.quick() ? 8 : DISTRIBUTED)) {
          rows.addAll(found.distribution());
        }
      }
    }
    if (rows.isEmpty()) {
      throw new IOException("no storm could be measured");
    }
    return rows;
  }

  private static List<Integer> sizes(Effort effort) {
    return effort.quick() ? List.of(2, 8) : List.of(2, 8, 32, 64, 128, 256);
  }

  private static List<Entrant> entrants(int size, boolean withNode) {
    List<Entrant> entrants =
        new ArrayList<>(
            List.of(
                Entrant.ALONE,
                Entrant.FLOOR,
                Entrant.PAWL,
                Entrant.FOUR_THREADS,
                Entrant.ONE_PROCESS,
                Entrant.CONVOY,
                Entrant.MSAL));
    if (size > DISTRIBUTED) {
      entrants.remove(Entrant.FOUR_THREADS); // a thousand threads would say little about processes
    }
    if (withNode) {
      entrants.add(Entrant.LOCKFILE);
    }
    return entrants;
  }
}
