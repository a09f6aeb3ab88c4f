package dev.pawl.benchmarks;

import dev.pawl.benchmarks.measure.Measurement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param measurements to run, in this order
 * @param quick whether only to show that they run
 * @param force whether to go on although the machine is not quiet
 * @param json where to write the results; null for the usual place
 * @param html where to write a page of them; null for nowhere
 */
record Orders(
    List<Measurement> measurements,
    boolean quick,
    boolean force,
    @Nullable Path json,
    @Nullable Path html) {

  /** A command line that makes no sense; the message says why. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  static Orders parse(List<String> words) throws UsageException {
    List<Measurement> measurements = new ArrayList<>();
    boolean quick = false;
    boolean force = false;
    Path json = null;
    Path html = null;
    for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      switch (word) {
        case "--quick" -> quick = true;
        case "--force" -> force = true;
        case "--json" -> json = file(word, rest);
        case "--html" -> html = file(word, rest);
        case "all" -> measurements.addAll(Suite.all());
        default -> measurements.add(measurement(word));
      }
    }
    return new Orders(List.copyOf(measurements), quick, force, json, html);
  }

  private static Path file(String option, Iterator<String> rest) throws UsageException {
    if (!rest.hasNext()) {
      throw new UsageException(option + " needs a file");
    }
    return Path.of(rest.next());
  }

  private static Measurement measurement(String name) throws UsageException {
    return Suite.named(name)
        .orElseThrow(
            () ->
                new UsageException(
                    (name.startsWith("-") ? "no option " : "no benchmark ")
                        + name
                        + "; ./pawl bench lists what there is"));
  }
}
