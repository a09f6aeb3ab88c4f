package dev.pawl.benchmarks.report;

import java.util.List;

/** Blocks as one HTML file without links to anything. */
final class HtmlText {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Pawl benchmarks</title>
      <style>
      body { font-family: sans-serif; margin: 2em auto; max-width: 70em; }
      table { border-collapse: collapse; margin: 1em 0; }
      th, td { border: 1px solid #ccc; padding: 0.2em 0.6em; text-align: left; }
      </style></head><body>
      """;

  private HtmlText() {}

  static String of(List<Block> blocks) {
    StringBuilder html = new StringBuilder(HEAD);
    blocks.forEach(block -> append(html, block));
    return html.append("</body></html>\n").toString();
  }

  private static void append(StringBuilder html, Block block) {
    if (block instanceof Block.Heading heading) {
      element(html, "h" + heading.level(), heading.text());
    } else if (block instanceof Block.Text paragraph) {
      element(html, "p", paragraph.text().replace("`", "").replace("**", ""));
    } else if (block instanceof Block.Picture picture) {
      html.append(picture.svg());
    } else if (block instanceof Block.Table table) {
      html.append("<table>\n");
      line(html, "th", table.header());
      table.rows().forEach(row -> line(html, "td", row));
      html.append("</table>\n");
    }
  }

  private static void line(StringBuilder html, String element, List<String> cells) {
    html.append("<tr>");
    cells.forEach(cell -> element(html, element, cell));
    html.append("</tr>\n");
  }

  private static void element(StringBuilder html, String name, String text) {
    html.append('<').append(name).append('>').append(Svg.escape(text));
    html.append("</").append(name).append(">\n");
  }
}
