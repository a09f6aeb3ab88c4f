package dev.pawl.benchmarks.report;

import dev.pawl.benchmarks.measure.Row;
import java.util.List;

/**
 * Figures of one unit as bars on a logarithmic axis, with their 95 % intervals.
 *
 * @param title what they show
 * @param rows one bar each
 */
record Bars(String title, List<Row> rows) {
  private static final int WIDTH = 760;
  private static final int LEFT = 290;
  private static final int RIGHT = 120;
  private static final int STEP = 24;

  /** Copies the list. */
  Bars {
    rows = List.copyOf(rows);
  }

  String svg() {
    StringBuilder svg = new StringBuilder(Svg.open(WIDTH, 50 + STEP * rows.size()));
    svg.append(Svg.text(10, 22, "start", title));
    int y = 40;
    for (Row row : rows) {
      boolean ours = row.name().startsWith("token()") || row.name().startsWith("pawl ");
      double end = x(row.score().score());
      String label = row.param("JDK").isEmpty() ? "" : ", " + row.param("JDK");
      svg.append(Svg.text(LEFT - 8, y + 13, "end", row.name() + label));
      svg.append(Svg.bar(LEFT, y, end - LEFT, ours ? "#0060c0" : "#999999"));
      svg.append(Svg.line(x(row.score().low()), y + 8, x(row.score().high()), y + 8, "#000000"));
      svg.append(
          Svg.text(
              Math.max(end, x(row.score().high())) + 6,
              y + 13,
              "start",
              Numbers.text(row.score().score()) + " " + row.unit()));
      y += STEP;
    }
    return svg.append("</svg>\n").toString();
  }

  private double x(double value) {
    double least = least();
    double most = rows.stream().mapToDouble(row -> row.score().high()).max().orElse(1);
    double share = Math.log(Math.max(value, least) / least) / Math.log(Math.max(2, most / least));
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private double least() {
    return rows.stream().mapToDouble(row -> row.score().score()).filter(v -> v > 0).min().orElse(1)
        / 2;
  }
}
