package dev.pawl.benchmarks.report;

import dev.pawl.benchmarks.measure.MeasurementResult;
import dev.pawl.benchmarks.measure.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A page of results.
 *
 * @param results in the order in which they appear
 * @param notes by benchmark: what people wrote about the figures, Markdown
 */
public record Page(List<MeasurementResult> results, Map<String, String> notes) {
  private static final List<String> INTRODUCTION =
      List.of(
          "This page shows how fast Pawl is. Each benchmark is one command, with a peer or a"
              + " physical floor in the same run; the repetitions of all take turns.",
          "In brackets stands the 95 % interval (docs/adr/0023). Below 20 repetitions it is that of"
              + " means and, by Fieller's theorem, of their ratios. From 20 on it is that of"
              + " medians and their ratios, by a bootstrap over the pairs.",
          "`./pawl bench report` writes this page from `benchmarks/results/*.json` and"
              + " `benchmarks/notes/*.md`; do not edit it by hand.");

  /** Copies the collections. */
  public Page {
    results = List.copyOf(results);
    notes = Map.copyOf(notes);
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(1, "Benchmarks"));
    INTRODUCTION.forEach(text -> blocks.add(new Block.Text(text)));
    if (results.isEmpty()) {
      blocks.add(new Block.Text("No results are kept yet; `./pawl bench all` makes them."));
    }
    results.forEach(result -> blocks.addAll(blocks(result)));
    return blocks;
  }

  private List<Block> blocks(MeasurementResult result) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, result.bench()));
    blocks.add(
        new Block.Text(
            "`./pawl bench "
                + result.bench()
                + "`, "
                + result.date()
                + ", commit "
                + result.commit()
                + ", "
                + result.conditions().seconds()
                + " s; "
                + result.machine()
                + "; "
                + result.jdk()
                + "; "
                + result.conditions().machine()
                + "."
                + warning(result)));
    String note = notes.get(result.bench());
    if (note != null) {
      blocks.add(new Block.Text(note.strip()));
    }
    blocks.addAll(pictures(result));
    blocks.addAll(new Grid(result.rows()).blocks());
    return blocks;
  }

  private static String warning(MeasurementResult result) {
    String quick = result.conditions().quick() ? " **A quick run: the figures mean nothing.**" : "";
    String forced = result.conditions().forced() ? " **The machine was not quiet.**" : "";
    boolean dirty = result.commit().endsWith("-dirty");
    return quick + forced + (dirty ? " **Not of a clean commit: nobody can build it again.**" : "");
  }

  private static List<Block> pictures(MeasurementResult result) {
    return switch (result.bench()) {
      case "refresh-contention" ->
          List.of(
              curves(result, "last served", "Last of N processes served, ms after the start"),
              distribution(result, "Share of the threads served, by ms after the start"),
              curves(result, "CPU", "CPU of all N processes, s, the provider not counted"));
      case "hot-read" -> List.of(bars(result, "A fresh token, one thread, ns"));
      case "start-up" -> List.of(bars(result, "From start to end, ms"));
      default -> List.of();
    };
  }

  private static Block curves(MeasurementResult result, String figure, String title) {
    List<Row> rows = result.rows().stream().filter(row -> row.name().equals(figure)).toList();
    String name = result.bench() + "-" + figure.replace(' ', '-').toLowerCase(Locale.ROOT);
    return new Block.Picture(name, title, new Curves(title, "N", rows).svg());
  }

  private static Block distribution(MeasurementResult result, String title) {
    List<Row> rows =
        result.rows().stream().filter(row -> !row.param("quantile").isEmpty()).toList();
    String size = rows.isEmpty() ? "" : ", N = " + rows.get(0).param("N");
    String name = result.bench() + "-distribution";
    return new Block.Picture(name, title + size, new Distribution(title + size, rows).svg());
  }

  private static Block bars(MeasurementResult result, String title) {
    List<Row> rows =
        result.rows().stream()
            .filter(row -> row.param("threads").isEmpty() || row.param("threads").equals("1"))
            .toList();
    return new Block.Picture(result.bench(), title, new Bars(title, rows).svg());
  }

  /** The page in Markdown; its pictures lie in {@code directory} beside it. */
  public String markdown(String directory) {
    return new MarkdownText(directory).of(blocks());
  }

  /** The page in HTML, in one file. */
  public String html() {
    return HtmlText.of(blocks());
  }

  /** The pictures by file name. */
  public Map<String, String> pictures() {
    Map<String, String> pictures = new TreeMap<>();
    for (Block block : blocks()) {
      if (block instanceof Block.Picture picture) {
        pictures.put(picture.name() + ".svg", picture.svg());
      }
    }
    return pictures;
  }
}
