package dev.pawl.benchmarks;

import dev.pawl.benchmarks.machine.Machine;
import dev.pawl.benchmarks.machine.Quiet;
import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.MeasurementResult;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.report.Documents;
import dev.pawl.benchmarks.report.ResultFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One call of the command: runs what was ordered and writes what was found.
 *
 * @param orders what to do
 * @param root of the sources: where results are kept
 */
record BenchmarkRun(Orders orders, Path root) {
  /** How often a machine that is not quiet is looked at again: for about a minute and a half. */
  private static final int LOOKS = 25;

  /** The machine does something else, and nobody said to go on. */
  static final class BusyException extends Exception {
    private static final long serialVersionUID = 1;

    BusyException(Quiet machine) {
      super("the machine is not quiet (" + machine + "); wait, or go on with --force");
    }
  }

  /**
   * What a session came to.
   *
   * @param results what was found
   * @param failures what was not measured, and why
   */
  record Report(List<MeasurementResult> results, List<Exception> failures) {}

  /** Runs everything; what one benchmark found is written before the next begins. */
  Report run() throws IOException, InterruptedException {
    String commit = Machine.commit(root); // before files of results change
    List<MeasurementResult> results = new ArrayList<>();
    List<Exception> failures = new ArrayList<>();
    for (Measurement measurement : orders.measurements()) {
      try {
        results.add(run(measurement, commit));
        keep(results);
      } catch (IOException | RuntimeException | BusyException e) {
        say(measurement.name() + " failed: " + e);
        failures.add(e);
      }
    }
    return new Report(results, failures);
  }

  private void keep(List<MeasurementResult> results) throws IOException {
    MeasurementResult last = results.get(results.size() - 1);
    Path file = orders.json();
    if (file != null) {
      if (orders.measurements().size() == 1) {
        ResultFile.write(last, file);
      } else {
        ResultFile.write(results, file);
      }
    } else if (!orders.quick()) {
      file = new Documents(root).result(last.bench());
      Files.createDirectories(root.resolve("benchmarks").resolve("results"));
      ResultFile.write(last, file);
    }
    if (file != null) {
      say("written: " + file);
    }
  }

  private Quiet quiet() throws IOException, InterruptedException, BusyException {
    Quiet machine = Quiet.look();
    if (orders.force() || orders.quick()) {
      return machine;
    }
    for (int looks = 1; looks < LOOKS && !machine.isQuiet(); looks++) {
      say("waiting for a quiet machine: " + machine);
      TimeUnit.SECONDS.sleep(2);
      machine = Quiet.look();
    }
    if (!machine.isQuiet()) {
      throw new BusyException(machine);
    }
    return machine;
  }

  private MeasurementResult run(Measurement measurement, String commit)
      throws IOException, InterruptedException, BusyException {
    Quiet machine = quiet();
    say(measurement.name() + " (" + measurement.duration() + " with --quick); " + machine);
    long begun = System.nanoTime();
    Path scratch = Files.createTempDirectory("pawl-bench").toRealPath();
    List<Row> rows;
    try {
      rows = measurement.rows(new Effort(orders.quick(), scratch, BenchmarkRun::say));
    } finally {
      delete(scratch);
    }
    long seconds = (System.nanoTime() - begun) / 1_000_000_000;
    say(measurement.name() + " took " + seconds + " s");
    return new MeasurementResult(
        measurement.name(),
        Machine.describe(),
        Machine.jdk(),
        commit,
        LocalDate.now(ZoneOffset.UTC).toString(),
        new MeasurementResult.Conditions(
            orders.quick(), !machine.isQuiet(), machine.toString(), seconds),
        sound(rows));
  }

  /** JSON has neither infinity nor the quotient of two zeros. */
  private static List<Row> sound(List<Row> rows) {
    rows.stream()
        .filter(row -> !row.isFinite())
        .forEach(row -> say("no figure: " + row.name() + " " + row.params()));
    return rows.stream().filter(Row::isFinite).map(Row::sound).toList();
  }

  private static void say(String line) {
    System.err.println("pawl bench: " + line);
  }

  /** A file that cannot be removed is no reason to lose what was measured. */
  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      say("not all of " + directory + " could be removed: " + e.getMessage());
    }
  }
}
