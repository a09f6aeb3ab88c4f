package dev.pawl.benchmarks;

import dev.pawl.benchmarks.machine.Machine;
import dev.pawl.benchmarks.machine.Quiet;
import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.Result;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.report.Documents;
import dev.pawl.benchmarks.report.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One call of the command: runs what was ordered and writes what was found.
 *
 * @param orders what to do
 * @param root of the sources: where results are kept
 */
record Session(Orders orders, Path root) {
  /** The machine does something else, and nobody said to go on. */
  static final class BusyException extends Exception {
    private static final long serialVersionUID = 1;

    BusyException(Quiet machine) {
      super("the machine is not quiet (" + machine + "); wait, or go on with --force");
    }
  }

  List<Result> run() throws IOException, InterruptedException, BusyException {
    List<Result> results = new ArrayList<>();
    for (Measurement measurement : orders.measurements()) {
      Result result = run(measurement);
      results.add(result);
      if (!orders.quick() && orders.json() == null) {
        Path file = new Documents(root).result(result.bench());
        Files.createDirectories(root.resolve("benchmarks").resolve("results"));
        ResultFile.write(result, file);
        say("written: " + file);
      }
    }
    return results;
  }

  private Result run(Measurement measurement)
      throws IOException, InterruptedException, BusyException {
    Quiet machine = Quiet.look();
    if (!machine.isQuiet() && !orders.force() && !orders.quick()) {
      throw new BusyException(machine);
    }
    say(measurement.name() + " (" + measurement.duration() + " with --quick); " + machine);
    long begun = System.nanoTime();
    Path scratch = Files.createTempDirectory("pawl-bench").toRealPath();
    List<Row> rows;
    try {
      rows = measurement.rows(new Effort(orders.quick(), scratch, Session::say));
    } finally {
      delete(scratch);
    }
    long seconds = (System.nanoTime() - begun) / 1_000_000_000;
    say(measurement.name() + " took " + seconds + " s");
    return new Result(
        measurement.name(),
        Machine.describe(),
        Machine.jdk(),
        Machine.commit(root),
        LocalDate.now(ZoneOffset.UTC).toString(),
        new Result.Conditions(orders.quick(), !machine.isQuiet(), machine.toString(), seconds),
        rows);
  }

  private static void say(String line) {
    System.err.println("pawl bench: " + line);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
