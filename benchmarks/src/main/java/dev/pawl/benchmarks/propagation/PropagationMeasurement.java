package dev.pawl.benchmarks.propagation;

import dev.pawl.TokenManager;
import dev.pawl.benchmarks.engine.Engine;
import dev.pawl.benchmarks.engine.Home;
import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Estimate;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.measure.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From the publication by one process to the moment at which another knows. */
public final class PropagationMeasurement implements Measurement {
  @Override
  public String name() {
    return "propagation";
  }

  @Override
  public String question() {
    return "publish to seen: by a reader that spins, one that calls, one that is blocked";
  }

  @Override
  public String duration() {
    return "30 s, 10 s";
  }

  @Override
  public List<Row> rows(Effort effort) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    Home home = Home.create(effort.scratch().resolve("readers"), Engine.MAPPED, 16);
    try (TokenManager manager = home.loggedIn("bench");
        Publications publications = new Publications(home, effort.scratch())) {
      effort.say("logged in, generation " + manager.token().generation());
      int count = effort.of(2_000, 100);
      rows.addAll(rows("a reader that spins", publications.spinning(count)));
      rows.addAll(rows("a reader that calls token()", publications.calling(count)));
    }
    try (Blocked blocked = new Blocked(effort.scratch())) {
      rows.addAll(rows("a blocked waiter", blocked.waits(effort.of(300, 3))));
    }
    return rows;
  }

  private static List<Row> rows(String reader, Samples micros) {
    double[] all = micros.values();
    Map<String, String> params = Map.of("reader", reader);
    return List.of(
        new Row("publish to seen, median", params, "us", micros.score()),
        new Row("publish to seen, p99", params, "us", Estimate.exact(Samples.quantile(all, 0.99))),
        new Row("publish to seen, worst", params, "us", Estimate.exact(Samples.quantile(all, 1))));
  }
}
