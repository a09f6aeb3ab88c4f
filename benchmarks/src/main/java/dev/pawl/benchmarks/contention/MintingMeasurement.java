package dev.pawl.benchmarks.contention;

import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.provider.ProviderProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many requests the processes of a program make when their token has ended, where each asks for
 * itself and where one asks for all (client credentials, RFC 6749 section 4.4).
 */
public final class MintingMeasurement implements Measurement {
  private static final int PROVIDER_MILLIS = 200;

  @Override
  public String name() {
    return "minting";
  }

  @Override
  public String question() {
    return "N processes of a program find their token expired at once: requests, last served";
  }

  @Override
  public String duration() {
    return "2 min, 20 s";
  }

  @Override
  public List<Row> rows(Effort effort) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    try (ProviderProcess provider = ProviderProcess.start(effort.scratch(), PROVIDER_MILLIS);
        StormFleet fleet = new StormFleet(effort.scratch(), provider, List.of())) {
      fleet.train(effort, Entrant.PROGRAM, Entrant.EACH);
      for (int size : effort.quick() ? List.of(2, 8) : List.of(2, 8, 64)) {
        ContentionRound round = new ContentionRound(size, fleet, provider, effort);
        List<Entrant> entrants = List.of(Entrant.PROGRAM, Entrant.EACH);
        rows.addAll(new ContentionRows(size, round.run(entrants)).rows());
      }
    }
    if (rows.isEmpty()) {
      throw new IOException("no storm could be measured");
    }
    return rows;
  }
}
