package dev.pawl.benchmarks.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a result.
 *
 * @param name what was measured
 * @param params under which conditions, in the order in which a table shows them
 * @param unit of the score, such as {@code ms}
 * @param score the figure
 * @param bytesPerOp bytes allocated per operation; null where nobody counted
 * @param ratios to other figures of the same run
 */
public record Row(
    String name,
    Map<String, String> params,
    String unit,
    Estimate score,
    @Nullable Double bytesPerOp,
    List<Ratio> ratios) {

  /** Copies the collections. */
  public Row {
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    ratios = List.copyOf(ratios);
  }

  /** A figure without ratios. */
  public Row(String name, Map<String, String> params, String unit, Estimate score) {
    this(name, params, unit, score, null, List.of());
  }

  /** Whether it says anything: nothing was divided by zero, and something was measured at all. */
  public boolean isFinite() {
    return score.isFinite();
  }

  /** The same without the ratios that say nothing. */
  public Row sound() {
    return with(ratios.stream().filter(ratio -> ratio.value().isFinite()).toList());
  }

  /** The same with ratios. */
  public Row with(List<Ratio> others) {
    return new Row(name, params, unit, score, bytesPerOp, others);
  }

  /** A parameter's value; empty if there is none. */
  public String param(String key) {
    return params.getOrDefault(key, "");
  }
}
