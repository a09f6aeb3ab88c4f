package dev.pawl.benchmarks.report;

import dev.pawl.benchmarks.measure.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which share had happened by when, a rising line for each contender; time is logarithmic. The rows
 * carry the share as the parameter {@code quantile}.
 *
 * @param title what it shows
 * @param rows quantiles of one figure, those of a contender in rising order
 */
record Distribution(String title, List<Row> rows) {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 380;
  private static final int LEFT = 70;
  private static final int RIGHT = 210;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int STEPS = 4;

  /** Copies the list. */
  Distribution {
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
      svg.append(Svg.path(points(each), Svg.colour(line++)));
    }
    svg.append(Svg.legend(WIDTH - RIGHT + 16, TOP + 14, lines.keySet()));
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    for (int step = 0; step <= STEPS; step++) {
      double share = (double) step / STEPS;
      svg.append(Svg.line(LEFT, y(share), WIDTH - RIGHT, y(share), "#dddddd"));
      svg.append(Svg.text(LEFT - 8, y(share) + 4, "end", 100 * step / STEPS + " %"));
    }
    for (double tick : Numbers.ticks(least(), most())) {
      svg.append(Svg.line(x(tick), TOP, x(tick), HEIGHT - BOTTOM, "#dddddd"));
      svg.append(Svg.text(x(tick), HEIGHT - BOTTOM + 18, "middle", Numbers.text(tick)));
    }
    String unit = rows.isEmpty() ? "" : rows.get(0).unit();
    svg.append(Svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", unit));
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
    return rows.stream().mapToDouble(row -> row.score().score()).filter(v -> v > 0).min().orElse(1)
        / 1.1;
  }

  private double most() {
    return rows.stream().mapToDouble(row -> row.score().score()).max().orElse(1) * 1.1;
  }

  private double x(double value) {
    double share = Math.log(Math.max(value, least()) / least()) / Math.log(most() / least());
    return LEFT + share * (WIDTH - RIGHT - LEFT);
  }

  private static double y(double share) {
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
  }
}
