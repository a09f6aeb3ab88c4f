package dev.pawl.benchmarks.report;

import dev.pawl.benchmarks.measure.Row;
import java.util.List;
import java.util.Locale;

/**
 * One figure over a count, a line for each contender, both axes logarithmic; the bars are the 95 %
 * intervals.
 *
 * @param title what it shows
 * @param counted the parameter that goes to the right
 * @param rows of one figure
 */
record Curves(String title, String counted, List<Row> rows) {
  private static final double MARGIN = 1.3;

  /** Copies the list. */
  Curves {
    rows = List.copyOf(rows);
  }

  String svg() {
    return frame().svg(this::axes, this::curve);
  }

  private Frame frame() {
    return new Frame(title, rows);
  }

  private void axes(StringBuilder svg) {
    for (double tick : Numbers.ticks(least(), most())) {
      svg.append(Frame.level(y(tick), Numbers.text(tick)));
    }
    rows.stream()
        .map(row -> row.param(counted))
        .distinct()
        .forEach(count -> svg.append(Frame.place(x(Double.parseDouble(count)), count)));
    svg.append(Frame.counted(counted));
  }

  private void curve(StringBuilder svg, List<Row> line, String colour) {
    StringBuilder points = new StringBuilder();
    for (Row row : line) {
      double x = x(Double.parseDouble(row.param(counted)));
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(row.score().score())));
      svg.append(Svg.line(x, y(row.score().low()), x, y(row.score().high()), colour));
    }
    svg.append(Svg.path(points.toString(), colour));
  }

  private double least() {
    return frame().least(MARGIN);
  }

  private double most() {
    return frame().most(MARGIN);
  }

  private double x(double count) {
    double from = Math.log(counts().get(0));
    double to = Math.log(counts().get(counts().size() - 1));
    double share = to == from ? 0.5 : (Math.log(count) - from) / (to - from);
    return Frame.LEFT + 20 + share * (Frame.RIGHT - Frame.LEFT - 40);
  }

  private List<Double> counts() {
    return rows.stream()
        .map(row -> Double.valueOf(row.param(counted)))
        .distinct()
        .sorted()
        .toList();
  }

  private double y(double value) {
    double clipped = Math.min(most(), Math.max(least(), value));
    double share = Math.log(clipped / least()) / Math.log(most() / least());
    return Frame.BOTTOM - share * (Frame.BOTTOM - Frame.TOP);
  }
}
