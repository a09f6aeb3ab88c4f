package dev.pawl.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.benchmarks.measure.Estimate;
import dev.pawl.benchmarks.measure.MeasurementResult;
import dev.pawl.benchmarks.measure.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void pictures_quantiles_areOneRisingLineForEachContender() {
    List<Row> rows = new ArrayList<>(quantiles("pawl", 230));
    rows.addAll(quantiles("lock alone", 210));

    String svg = page(rows).pictures().get("refresh-contention-distribution.svg");

    assertThat(svg).contains("N = 64", ">pawl<", ">lock alone<");
    assertThat(svg).containsPattern("<polyline points=\"[0-9.]+,330.0 [0-9.]+,40.0\"");
  }

  @Test
  void markdown_rowsThatCountDifferentThings_areAllThere() {
    Row profiles = new Row("hot read", Map.of("profiles", "32"), "ns/op", Estimate.exact(7));
    Row few = new Row("open storm", Map.of("processes", "16"), "ms", Estimate.exact(11));
    Row many = new Row("open storm", Map.of("processes", "256"), "ms", Estimate.exact(13));

    String text = page(List.of(profiles, few, many)).markdown("pictures");

    assertThat(text).contains("profiles 32", "processes 16 | processes 256", "11 | 13");
  }

  @Test
  void markdown_note_standsWithItsBenchmark() {
    Page page = new Page(page(List.of()).results(), Map.of("refresh-contention", "Step one."));

    assertThat(page.markdown("pictures")).contains("## refresh-contention").contains("Step one.");
  }

  private static List<Row> quantiles(String contender, double first) {
    return List.of(quantile(contender, "0.0", first), quantile(contender, "1.0", first * 2));
  }

  private static Row quantile(String contender, String share, double millis) {
    Map<String, String> params = Map.of("contender", contender, "N", "64", "quantile", share);
    return new Row("served after", params, "ms", Estimate.exact(millis));
  }

  private static Page page(List<Row> rows) {
    MeasurementResult.Conditions conditions =
        new MeasurementResult.Conditions(false, false, "quiet", 1);
    MeasurementResult result =
        new MeasurementResult(
            "refresh-contention", "2 cores", "17", "abc", "2026-01-31", conditions, rows);
    return new Page(List.of(result), Map.of());
  }
}
