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
record ContentionRows(int size, Map<Entrant, List<Outcome>> outcomes) {
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Entrant entrant : outcomes.keySet()) {
      rows.add(row("last served", "ms", entrant, Outcome::last));
      rows.add(row("half served", "ms", entrant, Outcome::median));
      rows.add(row("spends", "per storm", entrant, Outcome::spends));
      rows.add(row("unserved", "per storm", entrant, Outcome::unserved));
      rows.add(row("CPU", "s", entrant, Outcome::cpuSeconds));
      rows.add(row("voluntary switches", "per storm", entrant, Outcome::voluntary));
      rows.add(row("involuntary switches", "per storm", entrant, Outcome::involuntary));
    }
    return rows;
  }

  private Row row(String name, String unit, Entrant entrant, ToDoubleFunction<Outcome> figure) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("contender", entrant.name());
    params.put("N", Integer.toString(size));
    Samples own = samples(entrant, figure);
    Row row = new Row(name, params, unit, own.score());
    boolean compared = unit.equals("ms") || unit.equals("s");
    return compared ? row.with(ratios(entrant, own, figure)) : row;
  }

  private List<Ratio> ratios(Entrant entrant, Samples own, ToDoubleFunction<Outcome> figure) {
    List<Ratio> ratios = new ArrayList<>();
    for (Entrant other : List.of(Entrant.ALONE, Entrant.PAWL)) {
      Estimate value = other.equals(entrant) ? null : quotient(own, other, figure);
      if (value != null) {
        ratios.add(new Ratio(other.name(), value));
      }
    }
    return ratios;
  }

  private @Nullable Estimate quotient(
      Samples own, Entrant other, ToDoubleFunction<Outcome> figure) {
    Samples others = samples(other, figure);
    return others.size() == own.size() ? own.dividedBy(others) : null; // else they are no pairs
  }

  private Samples samples(Entrant entrant, ToDoubleFunction<Outcome> figure) {
    Samples samples = new Samples();
    outcomes.getOrDefault(entrant, List.of()).stream()
        .mapToDouble(figure)
        .filter(Double::isFinite) // a storm that served nobody
        .forEach(samples::add);
    return samples;
  }
}
