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
    return "2 min, 20 s";
  }

  @Override
  public List<Row> rows(Effort effort) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    try (ProviderProcess provider = ProviderProcess.start(effort.scratch(), 0);
        StubProcess stub = StubProcess.start(effort.scratch())) {
      warmUp(effort, provider, stub);
      for (int callers : effort.quick() ? List.of(2) : List.of(1, 4, 16)) {
        rows.addAll(rows(effort, callers, provider, stub));
      }
    }
    return rows;
  }

  /** Has both servers compiled: two processors that also call are a while about it. */
  private static void warmUp(Effort effort, ProviderProcess provider, StubProcess stub)
      throws IOException, InterruptedException {
    int millis = effort.of(20_000, 4_000);
    double ours = rate(provider.registrations(4), millis);
    double theirs = rate(stub.logins(4), millis);
    effort.say(String.format("warmed up: %.0f a second, a bare stub %.0f", ours, theirs));
  }

  private static List<Row> rows(
      Effort effort, int callers, ProviderProcess provider, StubProcess stub)
      throws IOException, InterruptedException {
    Samples simulated = new Samples();
    Samples bare = new Samples();
    int millis = effort.of(2_000, 500);
    for (int turn = 0; turn < effort.of(6, 2); turn++) {
      simulated.add(rate(provider.registrations(callers), millis));
      bare.add(rate(stub.logins(callers), millis));
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
