package dev.pawl.benchmarks.throughput;

import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Estimate;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.measure.Samples;
import dev.pawl.benchmarks.provider.ProviderLogin;
import dev.pawl.benchmarks.provider.ProviderProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How many token requests a second the simulator answers, its ledger in order. */
public final class ThroughputMeasurement implements Measurement {
  @Override
  public String name() {
    return "simulator";
  }

  @Override
  public String question() {
    return "token requests a second, callers on the same machine, ledger checked afterwards";
  }

  @Override
  public String duration() {
    return "50 s, 10 s";
  }

  @Override
  public List<Row> rows(Effort effort) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (int callers : effort.quick() ? List.of(2) : List.of(1, 4, 16)) {
      try (ProviderProcess provider = ProviderProcess.start(effort.scratch(), 0)) {
        Samples rates = new Samples();
        int turns = effort.of(6, 2);
        for (int turn = 0; turn <= turns; turn++) {
          double rate = rate(provider.registrations(callers), effort.of(2_000, 500));
          if (turn > 0) { // the first is not counted
            rates.add(rate);
          }
        }
        String problem = provider.problemOfOrder();
        Map<String, String> params = new LinkedHashMap<>();
        params.put("callers", Integer.toString(callers));
        rows.add(new Row("token requests", params, "per second", rates.score()));
        rows.add(
            new Row(
                "ledger out of order", params, "times", Estimate.exact(problem.isEmpty() ? 0 : 1)));
        effort.say(callers + " callers: " + rates.score() + " a second; ledger: " + problem);
      }
    }
    return rows;
  }

  private static double rate(List<ProviderLogin> logins, int millis)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long end = begun + TimeUnit.MILLISECONDS.toNanos(millis);
    List<RefreshingClient> clients = new ArrayList<>();
    for (ProviderLogin login : logins) {
      RefreshingClient client = new RefreshingClient(login, end);
      clients.add(client);
      client.start();
    }
    long answers = 0;
    for (RefreshingClient client : clients) {
      answers += client.answers();
    }
    return answers * 1e9 / (System.nanoTime() - begun);
  }
}
