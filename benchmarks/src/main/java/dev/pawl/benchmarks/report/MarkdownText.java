package dev.pawl.benchmarks.report;

import java.util.Collections;
import java.util.List;

/**
 * Blocks as Markdown.
 *
 * @param directory where the pictures lie, as the page links them
 */
record MarkdownText(String directory) {
  String of(List<Block> blocks) {
    StringBuilder text = new StringBuilder();
    for (Block block : blocks) {
      if (text.length() > 0) {
        text.append('\n');
      }
      append(text, block);
    }
    return text.toString();
  }

  private void append(StringBuilder text, Block block) {
    if (block instanceof Block.Heading heading) {
      text.append("#".repeat(heading.level())).append(' ').append(heading.text()).append('\n');
    } else if (block instanceof Block.Text paragraph) {
      text.append(paragraph.text()).append('\n');
    } else if (block instanceof Block.Picture picture) {
      text.append("![").append(picture.title()).append("](").append(directory).append('/');
      text.append(picture.name()).append(".svg)\n");
    } else if (block instanceof Block.Table table) {
      line(text, table.header());
      line(text, Collections.nCopies(table.header().size(), "---"));
      table.rows().forEach(row -> line(text, row));
    }
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
