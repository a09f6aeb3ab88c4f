package dev.pawl.benchmarks.throughput;

import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Estimate;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.measure.Samples;
import dev.pawl.benchmarks.provider.ProviderLogin;
import dev.pawl.benchmarks.provider.ProviderProcess;
import dev.pawl.benchmarks.stub.StubProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many token requests a second the simulator answers, its ledger in order; beside it, in turns,
 * a bare WireMock stub, which is what the simulator's HTTP server can do alone.
 */
public final class ThroughputMeasurement implements Measurement {
  private static final String STUB = "a bare WireMock stub";

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
    return "100 s, 20 s";
  }

  @Override
  public List<Row> rows(Effort effort) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (int callers : effort.quick() ? List.of(2) : List.of(1, 4, 16)) {
      try (ProviderProcess provider = ProviderProcess.start(effort.scratch(), 0);
          StubProcess stub = StubProcess.start(effort.scratch())) {
        rows.addAll(rows(effort, callers, provider, stub));
      }
    }
    return rows;
  }

  private static List<Row> rows(
      Effort effort, int callers, ProviderProcess provider, StubProcess stub)
      throws IOException, InterruptedException {
    Samples simulated = new Samples();
    Samples bare = new Samples();
    int turns = effort.of(6, 2);
    int millis = effort.of(2_000, 500);
    for (int turn = 0; turn <= turns; turn++) {
      double ours = rate(provider.registrations(callers), millis);
      double theirs = rate(stub.logins(callers), millis);
      if (turn > 0) { // the first is not counted
        simulated.add(ours);
        bare.add(theirs);
      }
    }
    String problem = provider.problemOfOrder();
    effort.say(
        callers
            + (" callers: " + simulated.score() + " a second, a bare stub " + bare.score())
            + ("; ledger: " + problem));
    Map<String, String> params = Map.of("callers", Integer.toString(callers));
    Estimate outOfOrder = Estimate.exact(problem.isEmpty() ? 0 : 1);
    return List.of(
        new Row("token requests", params, "per second", simulated.score())
            .with(List.of(new Ratio(STUB, simulated.dividedBy(bare)))),
        new Row(STUB, params, "per second", bare.score()),
        new Row("ledger out of order", params, "times", outOfOrder));
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
