package dev.pawl.benchmarks.report;

import dev.pawl.benchmarks.measure.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The sheet on which lines are drawn, one for each contender: the title above, the legend to the
 * right, the axes to the left and below.
 *
 * @param title what it shows
 * @param rows of one figure
 */
record Frame(String title, List<Row> rows) {
  /** The edges of the drawing. */
  static final int LEFT = 70;

  static final int RIGHT = 550;
  static final int TOP = 40;
  static final int BOTTOM = 330;

  private static final int WIDTH = 820;
  private static final int HEIGHT = 380;

  /** Draws the rows of one contender. */
  interface Line {
    void draw(StringBuilder svg, List<Row> rows, String colour);
  }

  /** Copies the list. */
  Frame {
    rows = List.copyOf(rows);
  }

  String svg(Consumer<StringBuilder> axes, Line line) {
    StringBuilder svg = new StringBuilder(Svg.open(WIDTH, HEIGHT));
    svg.append(Svg.text(LEFT, 22, "start", title));
    axes.accept(svg);
    Map<String, List<Row>> lines = new LinkedHashMap<>();
    for (Row row : rows) {
      lines.computeIfAbsent(row.param("contender"), name -> new ArrayList<>()).add(row);
    }
    int number = 0;
    for (List<Row> each : lines.values()) {
      line.draw(svg, each, Svg.colour(number++));
    }
    svg.append(Svg.legend(RIGHT + 16, TOP + 14, lines.keySet()));
    return svg.append("</svg>\n").toString();
  }

  /** A line across the drawing, with what it stands for to its left. */
  static String level(double y, String label) {
    return Svg.line(LEFT, y, RIGHT, y, "#dddddd") + Svg.text(LEFT - 8, y + 4, "end", label);
  }

  /** What a place on the lower edge stands for. */
  static String place(double x, String label) {
    return Svg.text(x, BOTTOM + 18, "middle", label);
  }

  /** What the lower axis counts. */
  static String counted(String label) {
    return Svg.text((LEFT + RIGHT) / 2.0, HEIGHT - 10, "middle", label);
  }

  /** The least score above 0, with room for {@code margin}. */
  double least(double margin) {
    return rows.stream().mapToDouble(row -> row.score().score()).filter(v -> v > 0).min().orElse(1)
        / margin;
  }

  /** The greatest score, with room for {@code margin}. */
  double most(double margin) {
    return rows.stream().mapToDouble(row -> row.score().score()).max().orElse(1) * margin;
  }
}
