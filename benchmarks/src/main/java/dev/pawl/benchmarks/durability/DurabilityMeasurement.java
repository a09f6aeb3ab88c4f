package dev.pawl.benchmarks.durability;

import dev.pawl.TokenManager;
import dev.pawl.benchmarks.engine.Engine;
import dev.pawl.benchmarks.engine.Home;
import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.measure.Samples;
import dev.pawl.benchmarks.provider.ProviderLogin;
import dev.pawl.benchmarks.provider.ProviderProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each step costs that makes a saved token survive a crash, and what a whole refresh costs.
 */
public final class DurabilityMeasurement implements Measurement {
  private static final String REFRESH = "a whole refresh, provider at once";

  @Override
  public String name() {
    return "durability";
  }

  @Override
  public String question() {
    return "what fsync, journal and preallocation add to a refresh, beside a bare rename";
  }

  @Override
  public String duration() {
    return "30 s, 5 s";
  }

  @Override
  public List<Row> rows(Effort effort) throws IOException {
    Map<String, Samples> figures = new LinkedHashMap<>();
    Ladder ladder = new Ladder(effort.scratch());
    try (ProviderProcess provider = ProviderProcess.start(effort.scratch(), 0)) {
      Home home = Home.create(effort.scratch().resolve("refresh"), Engine.MAPPED, 16);
      int turns = effort.of(60, 5);
      for (int turn = -3; turn < turns; turn++) {
        Map<String, Double> once = new LinkedHashMap<>(ladder.climb());
        once.put(REFRESH, refresh(home, provider));
        if (turn >= 0) {
          once.forEach(
              (name, micros) -> figures.computeIfAbsent(name, n -> new Samples()).add(micros));
        }
      }
    }
    return rows(figures);
  }

  private static double refresh(Home home, ProviderProcess provider) throws IOException {
    ProviderLogin login = provider.registrations(1).get(0);
    try (TokenManager manager = home.managers().build()) {
      manager.login(login.grant(0, 0)); // its access token has ended: nothing is fetched yet
      long begun = System.nanoTime();
      manager.token();
      long ended = System.nanoTime();
      if (provider.spentAt(login.family()) < begun) {
        throw new IOException("nothing was refreshed: no measurement");
      }
      return (ended - begun) / 1e3;
    }
  }

  private static List<Row> rows(Map<String, Samples> figures) {
    List<Row> rows = new ArrayList<>();
    Samples bare = figures.getOrDefault(Ladder.BARE, new Samples());
    figures.forEach(
        (name, micros) -> {
          Row row = new Row(name, Map.of(), "us", micros.score());
          boolean floor = name.equals(Ladder.BARE);
          rows.add(floor ? row : row.with(List.of(new Ratio(Ladder.BARE, micros.dividedBy(bare)))));
        });
    return rows;
  }
}
