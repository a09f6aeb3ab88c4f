package dev.pawl.benchmarks.report;

import java.util.List;

/** A part of a page. */
sealed interface Block {
  /**
   * A heading.
   *
   * @param level 1 to 3
   * @param text its text
   */
  record Heading(int level, String text) implements Block {}

  /**
   * A paragraph.
   *
   * @param text its text, Markdown
   */
  record Text(String text) implements Block {}

  /**
   * A table.
   *
   * @param header the columns' names
   * @param rows the cells
   */
  record Table(List<String> header, List<List<String>> rows) implements Block {
    /** Copies the lists. */
    public Table {
      header = List.copyOf(header);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /**
   * A picture.
   *
   * @param name of its file, without an ending
   * @param title what it shows
   * @param svg the picture
   */
  record Picture(String name, String title, String svg) implements Block {}
}
