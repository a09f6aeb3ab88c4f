package dev.pawl.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** The few elements of a picture. */
final class Svg {
  private static final List<String> COLOURS =
      List.of(
          "#444444", "#999999", "#0060c0", "#40a0e0", "#8060c0", "#c04000", "#208040", "#c08000");

  private Svg() {}

  static String open(int width, int height) {
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"13\">%n"
            + "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n",
        width,
        height,
        width,
        height,
        width,
        height);
  }

  static String text(double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        escape(text));
  }

  static String line(double x1, double y1, double x2, double y2, String colour) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
        x1,
        y1,
        x2,
        y2,
        colour);
  }

  /** A line through the points {@code x1,y1 x2,y2}. */
  static String path(String points, String colour) {
    return String.format(
        Locale.ROOT,
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
        points.strip(),
        colour);
  }

  /** The colour of the line with this number. */
  static String colour(int line) {
    return COLOURS.get(line % COLOURS.size());
  }

  /** Which line is which, from the top down. */
  static String legend(double x, double y, Iterable<String> names) {
    StringBuilder svg = new StringBuilder();
    int line = 0;
    for (String name : names) {
      double below = y + 20 * line;
      svg.append(line(x, below - 4, x + 24, below - 4, colour(line++)));
      svg.append(text(x + 30, below, "start", name));
    }
    return svg.toString();
  }

  static String bar(double x, double y, double width, String colour) {
    return String.format(
        Locale.ROOT,
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"16\" fill=\"%s\"/>%n",
        x,
        y,
        width,
        colour);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
