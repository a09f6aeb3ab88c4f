package dev.pawl.benchmarks.report;

import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows of a result as tables: what was counted up (processes, threads, profiles) goes to the
 * right, everything else down.
 *
 * @param rows of one result
 */
record Grid(List<Row> rows) {
  private static final List<String> COUNTED =
      List.of("quantile", "N", "threads", "profiles", "processes", "callers");

  /** Copies the list. */
  Grid {
    rows = List.copyOf(rows);
  }

  /** One table for each figure that several rows share; the rest in one. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    List<Row> single = new ArrayList<>();
    byName()
        .forEach(
            (name, same) -> {
              if (new Grid(same).labels().size() > 1) {
                blocks.add(new Block.Heading(3, name));
                blocks.addAll(new Grid(same).tables(false));
              } else {
                single.addAll(same);
              }
            });
    List<Block> tables = new ArrayList<>();
    single.stream()
        .collect(Collectors.groupingBy(Grid::counted, LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(alike -> tables.addAll(new Grid(alike).tables(true)));
    tables.addAll(blocks);
    return tables;
  }

  private Map<String, List<Row>> byName() {
    return rows.stream()
        .collect(Collectors.groupingBy(Row::name, LinkedHashMap::new, Collectors.toList()));
  }

  private Set<String> labels() {
    return rows.stream()
        .map(row -> label(row, false))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private List<Block> tables(boolean named) {
    List<Block> tables = new ArrayList<>();
    String counted = counted();
    List<String> columns = rows.stream().map(row -> row.param(counted)).distinct().toList();
    Map<String, Map<String, Row>> lines = new LinkedHashMap<>();
    for (Row row : rows) {
      lines
          .computeIfAbsent(label(row, named), label -> new LinkedHashMap<>())
          .put(row.param(counted), row);
    }
    List<String> header = new ArrayList<>(List.of("", "unit"));
    columns.forEach(column -> header.add(column.isEmpty() ? "figure" : counted + " " + column));
    tables.add(new Block.Table(header, figures(lines, columns)));
    List<List<String>> ratios = ratios(lines, columns);
    if (!ratios.isEmpty()) {
      List<String> ratioHeader = new ArrayList<>(header);
      ratioHeader.set(0, "ratio");
      ratioHeader.set(1, "to");
      tables.add(new Block.Table(ratioHeader, ratios));
    }
    return tables;
  }

  private String counted() {
    return COUNTED.stream()
        .filter(name -> rows.stream().anyMatch(row -> !row.param(name).isEmpty()))
        .findFirst()
        .orElse("");
  }

  /** What one row counts up; the first of several. */
  private static String counted(Row row) {
    return new Grid(List.of(row)).counted();
  }

  private String label(Row row, boolean named) {
    String columns = counted();
    List<String> words = new ArrayList<>();
    row.params()
        .forEach(
            (name, value) -> {
              if (!name.equals(columns)) {
                boolean bare = !name.equals("JDK") && !COUNTED.contains(name);
                words.add(bare ? value : name + " " + value);
              }
            });
    String rest = String.join(", ", words);
    if (!named && !rest.isEmpty()) {
      return rest;
    }
    return rest.isEmpty() ? row.name() : row.name() + ", " + rest;
  }

  private static List<List<String>> figures(
      Map<String, Map<String, Row>> lines, List<String> columns) {
    List<List<String>> table = new ArrayList<>();
    lines.forEach(
        (label, cells) -> {
          List<String> line = new ArrayList<>(List.of(label, unit(cells)));
          columns.forEach(column -> line.add(figure(cells, column)));
          table.add(line);
        });
    return table;
  }

  private static String unit(Map<String, Row> cells) {
    return cells.values().iterator().next().unit();
  }

  private static String figure(Map<String, Row> cells, String column) {
    Row row = cells.get(column);
    if (row == null) {
      return "";
    }
    Double bytes = row.bytesPerOp();
    return Numbers.text(row.score()) + (bytes == null ? "" : ", " + Numbers.text(bytes) + " B");
  }

  private static List<List<String>> ratios(
      Map<String, Map<String, Row>> lines, List<String> columns) {
    List<List<String>> table = new ArrayList<>();
    lines.forEach(
        (label, cells) -> {
          Set<String> others = new LinkedHashSet<>();
          cells.values().forEach(row -> row.ratios().forEach(ratio -> others.add(ratio.to())));
          for (String other : others) {
            List<String> line = new ArrayList<>(List.of(label, other));
            columns.forEach(column -> line.add(ratio(cells, column, other)));
            table.add(line);
          }
        });
    return table;
  }

  private static String ratio(Map<String, Row> cells, String column, String other) {
    Row row = cells.get(column);
    List<Ratio> ratios = row == null ? List.of() : row.ratios();
    return ratios.stream()
        .filter(ratio -> ratio.to().equals(other))
        .map(ratio -> Numbers.text(ratio.value()))
        .findFirst()
        .orElse("");
  }
}
