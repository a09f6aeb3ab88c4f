package dev.pawl.benchmarks.report;

import static java.util.Objects.requireNonNull;

import dev.pawl.benchmarks.measure.Estimate;
import dev.pawl.benchmarks.measure.MeasurementResult;
import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Row;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A result as its JSON has it: the names of the components are those of the members, in their
 * order. A member that must be there is named by the exception if it is not.
 */
record KeptResult(
    String bench,
    String machine,
    String jdk,
    String commit,
    String date,
    boolean quick,
    boolean forced,
    @Nullable String quiet,
    long seconds,
    List<KeptRow> rows) {
  private static final MathContext PRECISION = new MathContext(5);

  KeptResult {
    requireNonNull(bench, "bench is missing");
    requireNonNull(machine, "machine is missing");
    requireNonNull(jdk, "jdk is missing");
    requireNonNull(commit, "commit is missing");
    requireNonNull(date, "date is missing");
    requireNonNull(rows, "rows is missing");
  }

  static KeptResult of(MeasurementResult result) {
    MeasurementResult.Conditions conditions = result.conditions();
    return new KeptResult(
        result.bench(),
        result.machine(),
        result.jdk(),
        result.commit(),
        result.date(),
        conditions.quick(),
        conditions.forced(),
        conditions.machine(),
        conditions.seconds(),
        result.rows().stream().map(KeptRow::of).toList());
  }

  MeasurementResult result() {
    return new MeasurementResult(
        bench,
        machine,
        jdk,
        commit,
        date,
        new MeasurementResult.Conditions(quick, forced, quiet == null ? "" : quiet, seconds),
        rows.stream().map(KeptRow::row).toList());
  }

  private static BigDecimal number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(PRECISION).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  private static Estimate estimate(BigDecimal score, BigDecimal low, BigDecimal high) {
    return new Estimate(score.doubleValue(), low.doubleValue(), high.doubleValue());
  }

  /** One figure. */
  record KeptRow(
      String name,
      @Nullable Map<String, String> params,
      String unit,
      BigDecimal score,
      BigDecimal low,
      BigDecimal high,
      @Nullable BigDecimal bytesPerOp,
      List<KeptRatio> ratios) {

    KeptRow {
      requireNonNull(name, "name is missing");
      requireNonNull(unit, "unit is missing");
      requireNonNull(score, "score is missing");
      requireNonNull(low, "low is missing");
      requireNonNull(high, "high is missing");
      requireNonNull(ratios, "ratios is missing");
    }

    static KeptRow of(Row row) {
      Double bytes = row.bytesPerOp();
      return new KeptRow(
          row.name(),
          row.params(),
          row.unit(),
          number(row.score().score()),
          number(row.score().low()),
          number(row.score().high()),
          bytes == null ? null : number(bytes),
          row.ratios().stream().map(KeptRatio::of).toList());
    }

    Row row() {
      return new Row(
          name,
          params == null ? Map.of() : params,
          unit,
          estimate(score, low, high),
          bytesPerOp == null ? null : bytesPerOp.doubleValue(),
          ratios.stream().map(KeptRatio::ratio).toList());
    }
  }

  /** One ratio of a figure. */
  record KeptRatio(String to, BigDecimal value, BigDecimal low, BigDecimal high) {
    KeptRatio {
      requireNonNull(to, "to is missing");
      requireNonNull(value, "value is missing");
      requireNonNull(low, "low is missing");
      requireNonNull(high, "high is missing");
    }

    static KeptRatio of(Ratio ratio) {
      return new KeptRatio(
          ratio.to(),
          number(ratio.value().score()),
          number(ratio.value().low()),
          number(ratio.value().high()));
    }

    Ratio ratio() {
      return new Ratio(to, estimate(value, low, high));
    }
  }
}
