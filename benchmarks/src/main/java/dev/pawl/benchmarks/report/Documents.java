package dev.pawl.benchmarks.report;

import dev.pawl.benchmarks.measure.MeasurementResult;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pages that are made from the results kept with the sources.
 *
 * @param root of the sources
 */
public record Documents(Path root) {
  private static final String PICTURES = "benchmarks";

  /** Where a result is kept. */
  public Path result(String bench) {
    return root.resolve("benchmarks").resolve("results").resolve(bench + ".json");
  }

  /**
   * The texts of all generated files, by file.
   *
   * @param order of the benchmarks; others come last
   * @throws IOException if a result cannot be read
   */
  public Map<Path, String> texts(List<String> order) throws IOException {
    Page page = new Page(results(order), notes());
    Map<Path, String> texts = new TreeMap<>();
    Path docs = root.resolve("docs");
    texts.put(docs.resolve("benchmarks.md"), page.markdown(PICTURES));
    page.pictures().forEach((name, svg) -> texts.put(docs.resolve(PICTURES).resolve(name), svg));
    return texts;
  }

  /** Writes all generated files. */
  public void write(List<String> order) throws IOException {
    for (Map.Entry<Path, String> text : texts(order).entrySet()) {
      Path parent = text.getKey().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(text.getKey(), text.getValue());
    }
  }

  private List<MeasurementResult> results(List<String> order) throws IOException {
    Map<String, MeasurementResult> found = new TreeMap<>();
    for (Path file : files("results", "*.json")) {
      MeasurementResult result = ResultFile.read(file);
      found.put(result.bench(), result);
    }
    Map<String, MeasurementResult> sorted = new LinkedHashMap<>();
    order.stream().filter(found::containsKey).forEach(name -> sorted.put(name, found.get(name)));
    found.forEach(sorted::putIfAbsent);
    return new ArrayList<>(sorted.values());
  }

  private Map<String, String> notes() throws IOException {
    Map<String, String> notes = new TreeMap<>();
    for (Path file : files("notes", "*.md")) {
      String name = String.valueOf(file.getFileName());
      notes.put(name.substring(0, name.length() - 3), Files.readString(file));
    }
    return notes;
  }

  private List<Path> files(String directory, String pattern) throws IOException {
    Path place = root.resolve("benchmarks").resolve(directory);
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(place)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(place, pattern)) {
        all.forEach(files::add);
      }
    }
    return files;
  }
}
