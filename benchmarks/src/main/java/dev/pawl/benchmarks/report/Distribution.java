package dev.pawl.benchmarks.report;

import dev.pawl.benchmarks.measure.Row;
import java.util.List;
import java.util.Locale;

/**
 * Which share had happened by when, a rising line for each contender; time is logarithmic. The rows
 * carry the share as the parameter {@code quantile}.
 *
 * @param title what it shows
 * @param rows quantiles of one figure, those of a contender in rising order
 */
record Distribution(String title, List<Row> rows) {
  private static final double MARGIN = 1.1;
  private static final int STEPS = 4;

  /** Copies the list. */
  Distribution {
    rows = List.copyOf(rows);
  }

  String svg() {
    return frame()
        .svg(this::axes, (svg, line, colour) -> svg.append(Svg.path(points(line), colour)));
  }

  private Frame frame() {
    return new Frame(title, rows);
  }

  private void axes(StringBuilder svg) {
    for (int step = 0; step <= STEPS; step++) {
      svg.append(Frame.level(y((double) step / STEPS), 100 * step / STEPS + " %"));
    }
    for (double tick : Numbers.ticks(least(), most())) {
      svg.append(Svg.line(x(tick), Frame.TOP, x(tick), Frame.BOTTOM, "#dddddd"));
      svg.append(Frame.place(x(tick), Numbers.text(tick)));
    }
    svg.append(Frame.counted(rows.isEmpty() ? "" : rows.get(0).unit()));
  }

  private String points(List<Row> line) {
    StringBuilder points = new StringBuilder();
    for (Row row : line) {
      double share = Double.parseDouble(row.param("quantile"));
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(row.score().score()), y(share)));
    }
    return points.toString();
  }

  private double least() {
    return frame().least(MARGIN);
  }

  private double most() {
    return frame().most(MARGIN);
  }

  private double x(double value) {
    double share = Math.log(Math.max(value, least()) / least()) / Math.log(most() / least());
    return Frame.LEFT + share * (Frame.RIGHT - Frame.LEFT);
  }

  private static double y(double share) {
    return Frame.BOTTOM - share * (Frame.BOTTOM - Frame.TOP);
  }
}
