package dev.pawl.benchmarks.contention;

import dev.pawl.benchmarks.measure.Estimate;
import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.measure.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one size.
 *
 * @param size how many processes, or threads of one
 * @param outcomes of each entrant, in the order in which they ran
 */
record ContentionRows(int size, Map<Entrant, List<StormOutcome>> outcomes) {
  private static final double[] SHARES = {0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1};

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Entrant entrant : outcomes.keySet()) {
      rows.add(row("last served", "ms", entrant, StormOutcome::last));
      rows.add(row("half served", "ms", entrant, StormOutcome::median));
      rows.add(row("spends", "per storm", entrant, StormOutcome::spends));
      rows.add(row("unserved", "per storm", entrant, StormOutcome::unserved));
      rows.add(row("CPU", "s", entrant, StormOutcome::cpuSeconds));
      rows.add(row("voluntary switches", "per storm", entrant, StormOutcome::voluntary));
      rows.add(row("involuntary switches", "per storm", entrant, StormOutcome::involuntary));
    }
    return rows;
  }

  /** When each share of all threads was served: the mean of the storms' own quantiles. */
  List<Row> distribution() {
    List<Row> rows = new ArrayList<>();
    for (Entrant entrant : outcomes.keySet()) {
      for (double share : SHARES) {
        Map<String, String> params = params(entrant);
        params.put("quantile", Double.toString(share));
        Samples own = samples(entrant, outcome -> outcome.quantile(share));
        rows.add(new Row("served after", params, "ms", own.score()));
      }
    }
    return rows;
  }

  private Map<String, String> params(Entrant entrant) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("contender", entrant.name());
    params.put("N", Integer.toString(size));
    return params;
  }

  private Row row(
      String name, String unit, Entrant entrant, ToDoubleFunction<StormOutcome> figure) {
    Samples own = samples(entrant, figure);
    Row row = new Row(name, params(entrant), unit, own.score());
    boolean compared = unit.equals("ms") || unit.equals("s");
    return compared ? row.with(ratios(entrant, own, figure)) : row;
  }

  private List<Ratio> ratios(Entrant entrant, Samples own, ToDoubleFunction<StormOutcome> figure) {
    List<Ratio> ratios = new ArrayList<>();
    for (Entrant other : List.of(Entrant.ALONE, Entrant.FLOOR, Entrant.PAWL, Entrant.PROGRAM)) {
      Estimate value = other.equals(entrant) ? null : quotient(own, other, figure);
      if (value != null) {
        ratios.add(new Ratio(other.name(), value));
      }
    }
    return ratios;
  }

  private @Nullable Estimate quotient(
      Samples own, Entrant other, ToDoubleFunction<StormOutcome> figure) {
    Samples others = samples(other, figure);
    return others.size() == own.size() ? own.dividedBy(others) : null; // else they are no pairs
  }

  private Samples samples(Entrant entrant, ToDoubleFunction<StormOutcome> figure) {
    Samples samples = new Samples();
    outcomes.getOrDefault(entrant, List.of()).stream()
        .mapToDouble(figure)
        .filter(Double::isFinite) // a storm that served nobody
        .forEach(samples::add);
    return samples;
  }
}
