package dev.pawl.benchmarks.scale;

import dev.pawl.TokenManager;
import dev.pawl.benchmarks.actor.Actors;
import dev.pawl.benchmarks.engine.Engine;
import dev.pawl.benchmarks.engine.Home;
import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Estimate;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.measure.Samples;
import dev.pawl.benchmarks.process.Talker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Many processes with one login: all open their manager at one instant and ask for the token.
 *
 * @param effort how hard
 */
record Crowd(Effort effort) {
  List<Row> rows() throws IOException {
    Home home = Home.create(effort.scratch().resolve("crowd"), Engine.MAPPED, 16);
    List<Talker> actors = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    try (TokenManager manager = home.loggedIn("bench")) {
      effort.say("generation " + manager.token().generation() + " for all");
      for (int size : effort.quick() ? List.of(1, 4) : List.of(1, 16, 64, 256)) {
        effort.say(size + " processes");
        while (actors.size() < size) {
          actors.add(Actors.start(effort.scratch()));
        }
        rows.addAll(rows(home, actors));
      }
    } finally {
      actors.forEach(Talker::close);
    }
    return rows;
  }

  private List<Row> rows(Home home, List<Talker> actors) throws IOException {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("processes", Integer.toString(actors.size()));
    for (Talker actor : actors) {
      actor.ask(Map.of("do", "wake"));
    }
    double without = memory(actors);
    storm(home, actors); // loads the classes
    Samples last = new Samples();
    for (int turn = 0; turn < effort.of(5, 2); turn++) {
      last.add(storm(home, actors));
    }
    double with = memory(actors);
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("open storm, last one has its token", params, "ms", last.score()));
    if (with > 0) {
      rows.add(new Row("memory of a process (PSS)", params, "MiB", Estimate.exact(with)));
      rows.add(new Row("of that, before it opens", params, "MiB", Estimate.exact(without)));
    }
    return rows;
  }

  /** Milliseconds from the agreed instant until the last one has its token. */
  private static double storm(Home home, List<Talker> actors) throws IOException {
    long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200 + 3L * actors.size());
    Map<String, Object> order = Actors.open(home, "bench");
    order.put("start", start);
    for (Talker actor : actors) {
      actor.send(order);
    }
    long last = 0;
    for (Talker actor : actors) {
      last = Math.max(last, actor.answer().integer("value", 0));
    }
    return last / 1e6;
  }

  /** MiB of a process, shared pages divided among those that share them; 0 where nobody tells. */
  private static double memory(List<Talker> actors) throws IOException {
    double kib = 0;
    for (Talker actor : actors) {
      Path file = Path.of("/proc/" + actor.handle().pid() + "/smaps_rollup");
      if (!Files.isReadable(file)) {
        return 0;
      }
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("Pss:")) {
          kib += Double.parseDouble(line.replaceAll("[^0-9]", ""));
        }
      }
    }
    return kib / 1024 / actors.size();
  }
}
