package dev.pawl.benchmarks.report;

import dev.pawl.benchmarks.measure.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One figure over a count, a line for each contender, both axes logarithmic; the bars are the 95 %
 * intervals.
 *
 * @param title what it shows
 * @param counted the parameter that goes to the right
 * @param rows of one figure
 */
record Curves(String title, String counted, List<Row> rows) {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 380;
  private static final int LEFT = 70;
  private static final int RIGHT = 210;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;

  /** Copies the list. */
  Curves {
    rows = List.copyOf(rows);
  }

  String svg() {
    StringBuilder svg = new StringBuilder(Svg.open(WIDTH, HEIGHT));
    svg.append(Svg.text(LEFT, 22, "start", title));
    axes(svg);
    Map<String, List<Row>> lines = new LinkedHashMap<>();
    for (Row row : rows) {
      lines.computeIfAbsent(row.param("contender"), name -> new ArrayList<>()).add(row);
    }
    int line = 0;
    for (List<Row> each : lines.values()) {
      curve(svg, each, Svg.colour(line++));
    }
    svg.append(Svg.legend(WIDTH - RIGHT + 16, TOP + 14, lines.keySet()));
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    for (double tick : Numbers.ticks(least(), most())) {
      svg.append(Svg.line(LEFT, y(tick), WIDTH - RIGHT, y(tick), "#dddddd"));
      svg.append(Svg.text(LEFT - 8, y(tick) + 4, "end", Numbers.text(tick)));
    }
    rows.stream()
        .map(row -> row.param(counted))
        .distinct()
        .forEach(
            count -> {
              double x = x(Double.parseDouble(count));
              svg.append(Svg.text(x, HEIGHT - BOTTOM + 18, "middle", count));
            });
    svg.append(Svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", counted));
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
    return rows.stream().mapToDouble(row -> row.score().score()).filter(v -> v > 0).min().orElse(1)
        / 1.3;
  }

  private double most() {
    return rows.stream().mapToDouble(row -> row.score().score()).max().orElse(1) * 1.3;
  }

  private double x(double count) {
    double from = Math.log(counts().get(0));
    double to = Math.log(counts().get(counts().size() - 1));
    double share = to == from ? 0.5 : (Math.log(count) - from) / (to - from);
    return LEFT + 20 + share * (WIDTH - RIGHT - LEFT - 40);
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
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
  }
}
