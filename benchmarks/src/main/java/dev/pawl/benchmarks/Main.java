package dev.pawl.benchmarks;

import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.MeasurementResult;
import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.report.Documents;
import dev.pawl.benchmarks.report.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The verb {@code bench}: lists the measurements, runs them, writes reports. */
public final class Main {
  private static final int USAGE = 2;
  private static final int BUSY = 3;
  private static final int FAILED = 1;

  private Main() {}

  /** Does what the words after the verb say. */
  public static void main(String[] args) {
    List<String> words = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
    int code = run(words, Places.root());
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(List<String> words, Path root) {
    try {
      if (words.equals(List.of("report"))) {
        new Documents(root).write(Suite.names());
        return 0;
      }
      Orders orders = Orders.parse(words);
      if (orders.measurements().isEmpty()) {
        list();
        return 0;
      }
      BenchmarkRun.Report report = new BenchmarkRun(orders, root).run();
      show(orders, report.results());
      return code(report.failures());
    } catch (Orders.UsageException e) {
      return fail(USAGE, e);
    } catch (IOException e) {
      return fail(FAILED, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail(FAILED, e);
    }
  }

  private static int code(List<Exception> failures) {
    failures.forEach(failure -> fail(FAILED, failure));
    if (failures.isEmpty()) {
      return 0;
    }
    return failures.stream().allMatch(e -> e instanceof BenchmarkRun.BusyException) ? BUSY : FAILED;
  }

  private static int fail(int code, Exception e) {
    System.err.println("pawl bench: " + e.getMessage());
    return code;
  }

  private static void list() {
    System.out.println("Usage: pawl bench NAME... [--quick] [--force] [--json FILE] [--html FILE]");
    System.out.println("       pawl bench all | report\n");
    for (Measurement measurement : Suite.all()) {
      System.out.printf(
          "  %-20s %s%n  %-20s (%s with --quick)%n",
          measurement.name(), measurement.question(), "", measurement.duration());
    }
  }

  private static void show(Orders orders, List<MeasurementResult> results) throws IOException {
    results.forEach(Main::show);
    Path html = orders.html();
    if (html != null) {
      Files.writeString(html, new Page(results, Map.of()).html());
    }
  }

  private static void show(MeasurementResult result) {
    System.out.println(result.bench());
    for (Row row : result.rows()) {
      System.out.printf("  %-24s %-60s %s %s%n", row.name(), row.params(), row.score(), row.unit());
      for (Ratio ratio : row.ratios()) {
        System.out.printf("  %-24s   %s x %s%n", "", ratio.value(), ratio.to());
      }
    }
  }
}
