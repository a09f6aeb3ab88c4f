package dev.pawl.benchmarks.hotread;

import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.measure.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What a fresh token costs its caller, in time and in garbage. */
public final class HotReadMeasurement implements Measurement {
  @Override
  public String name() {
    return "hot-read";
  }

  @Override
  public String question() {
    return "a fresh token: ns and bytes per call, 1 to 8 threads, beside the peers";
  }

  @Override
  public String duration() {
    return "6 min, 30 s";
  }

  @Override
  public List<Row> rows(Effort effort) throws IOException {
    List<Candidate> candidates =
        new ArrayList<>(Candidate.all(effort.quick() ? List.of(1) : List.of(1, 2, 4, 8)));
    Map<Candidate, Samples> times = new LinkedHashMap<>();
    Map<Candidate, Samples> bytes = new LinkedHashMap<>();
    int rounds = effort.of(5, 2);
    for (int round = 1; round <= rounds; round++) {
      effort.say("round " + round + " of " + rounds + ", " + candidates.size() + " benchmarks");
      for (Candidate candidate : List.copyOf(candidates)) {
        try {
          RunResult run = run(candidate, effort);
          add(times, candidate, run.getPrimaryResult().getScore());
          add(bytes, candidate, allocated(run));
        } catch (IOException e) {
          candidates.remove(candidate);
          effort.say("left out from now on: " + e.getMessage());
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    times.forEach((candidate, samples) -> rows.add(row(candidate, times, bytes)));
    return rows;
  }

  private static void add(Map<Candidate, Samples> all, Candidate candidate, double value) {
    all.computeIfAbsent(candidate, c -> new Samples()).add(value);
  }

  /** One fork of one benchmark: the forks of all take turns, so that they see the same machine. */
  private static RunResult run(Candidate candidate, Effort effort) throws IOException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\.hotread\\." + candidate.method().replace(".", "\\.") + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .threads(candidate.threads())
            .forks(1)
            .warmupIterations(effort.of(3, 1))
            .warmupTime(TimeValue.milliseconds(effort.of(200, 100)))
            .measurementIterations(effort.of(3, 1))
            .measurementTime(TimeValue.milliseconds(effort.of(150, 100)))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    if (candidate.method().startsWith("PawlRead.")) {
      options.param("engine", candidate.engine().label());
    }
    List<String> flags = new ArrayList<>(candidate.engine().flags());
    flags.add("-Dslf4j.internal.verbosity=ERROR");
    options.jvmArgsAppend(flags.toArray(String[]::new));
    try {
      return new Runner(options.build()).runSingle();
    } catch (RunnerException e) {
      throw new IOException(candidate.label() + " failed: " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("rawtypes") // as JMH declares it
  private static double allocated(RunResult run) {
    return run.getSecondaryResults().entrySet().stream()
        .filter(result -> result.getKey().endsWith("gc.alloc.rate.norm"))
        .mapToDouble(result -> result.getValue().getScore())
        .findFirst()
        .orElse(Double.NaN);
  }

  private static Row row(
      Candidate candidate, Map<Candidate, Samples> times, Map<Candidate, Samples> bytes) {
    Samples own = samples(times, candidate);
    Map<String, String> params = new LinkedHashMap<>();
    params.put("threads", Integer.toString(candidate.threads()));
    double allocated = samples(bytes, candidate).score().score();
    return new Row(
        candidate.label(),
        params,
        "ns/op",
        own.score(),
        allocated < 0.01 ? 0 : allocated,
        ratios(candidate, own, times));
  }

  private static List<Ratio> ratios(
      Candidate candidate, Samples own, Map<Candidate, Samples> times) {
    List<Ratio> ratios = new ArrayList<>();
    for (Map.Entry<Candidate, Samples> other : times.entrySet()) {
      String label = other.getKey().label();
      boolean anchor = label.equals(Candidate.CLOCK) || label.equals(Candidate.TOKEN);
      boolean sameThreads = other.getKey().threads() == candidate.threads();
      if (anchor && sameThreads && !other.getKey().equals(candidate)) {
        ratios.add(new Ratio(label, own.dividedBy(other.getValue())));
      }
    }
    return ratios;
  }

  private static Samples samples(Map<Candidate, Samples> all, Candidate candidate) {
    return all.getOrDefault(candidate, new Samples());
  }
}
