package dev.pawl.drills.cli.drill;

import dev.pawl.drills.report.HtmlReport;
import dev.pawl.drills.report.JUnitReport;
import dev.pawl.drills.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where verdicts are written besides the table. */
final class ReportOptions {
  private static final String JSON = "--json";
  private static final String JUNIT = "--junit";
  private static final String HTML = "--html";

  @Option(names = JSON, paramLabel = "FILE", description = "Write the verdicts as JSON.")
  private @Nullable Path json;

  @Option(names = JUNIT, paramLabel = "FILE", description = "Write the verdicts as JUnit XML.")
  private @Nullable Path junit;

  @Option(
      names = HTML,
      paramLabel = "FILE",
      description = "Write the verdicts as one HTML page, with a timeline of each drill.")
  private @Nullable Path html;

  Target json() {
    return new Target(JSON, json);
  }

  private Target junit() {
    return new Target(JUNIT, junit);
  }

  private Target html() {
    return new Target(HTML, html);
  }

  /**
   * Tries whether all can be written, before there is anything to write.
   *
   * @throws IllegalArgumentException if one cannot; the message says why, and what helps
   */
  void requireWritable() {
    try {
      json().probe();
      junit().probe();
      html().probe();
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Writes each, whatever becomes of the others; returns why one could not be written. */
  List<String> write(Report report) {
    return Stream.of(
            problem(json(), report::json),
            problem(junit(), () -> JUnitReport.of(report)),
            problem(html(), () -> HtmlReport.of(report)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> problem(Target target, Supplier<String> text) {
    try {
      target.write(text.get());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
