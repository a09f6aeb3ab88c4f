package dev.pawl.benchmarks.startup;

import dev.pawl.benchmarks.measure.Directories;
import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.measure.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long {@code pawl token} and {@code pawl status} take, launcher included. */
public final class StartUpMeasurement implements Measurement {
  private static final int RARE = 5;
  private static final int TOLD = 10;

  @Override
  public String name() {
    return "start-up";
  }

  @Override
  public String question() {
    return "pawl token, status and exec beside a hello-world JVM; archives, JDK 17 and 25";
  }

  @Override
  public String duration() {
    return "2 min, 25 s";
  }

  @Override
  public List<Row> rows(Effort effort) throws IOException, InterruptedException {
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "pawl-bench").toRealPath();
    try {
      return rows(effort, memory);
    } finally {
      Directories.delete(memory);
    }
  }

  private static List<Row> rows(Effort effort, Path memory)
      throws IOException, InterruptedException {
    Path launcher = launcher();
    List<Variant> variants = new ArrayList<>();
    for (Jdk jdk : Jdk.present()) {
      effort.say("archives for " + jdk.label());
      try {
        variants.addAll(new Stall(jdk, launcher, effort.scratch(), memory).variants());
      } catch (IOException e) {
        effort.say("JDK " + jdk.label() + " is left out: " + e.getMessage());
      }
    }
    List<Variant> aws = Aws.variants(effort.scratch());
    if (aws.isEmpty()) {
      effort.say("no aws command line here that runs: it is left out");
    }
    variants.addAll(aws);
    Map<Variant, Samples> times = new LinkedHashMap<>();
    for (Variant variant : variants) {
      variant.run(effort.scratch());
      variant.run(effort.scratch());
      times.put(variant, new Samples());
    }
    int turns = effort.of(50, 3);
    for (int turn = 0; turn < turns; turn++) {
      if (turn % TOLD == 0) {
        effort.say("turn " + (turn + 1) + " of " + turns + ", " + times.size() + " commands");
      }
      for (Map.Entry<Variant, Samples> each : times.entrySet()) {
        if (!each.getKey().slow() || turn % RARE == 0) {
          each.getValue().add(each.getKey().run(effort.scratch()));
        }
      }
    }
    return rows(times);
  }

  private static Path launcher() throws IOException {
    String launcher = System.getProperty("pawl.launcher");
    if (launcher == null || !Files.isExecutable(Path.of(launcher))) {
      throw new IOException("start-up is measured through the launcher: ./pawl bench start-up");
    }
    return Path.of(launcher);
  }

  private static List<Row> rows(Map<Variant, Samples> times) {
    List<Row> rows = new ArrayList<>();
    times.forEach(
        (variant, samples) -> {
          Map<String, String> params = new LinkedHashMap<>();
          params.put("JDK", variant.jdk());
          Row row = new Row(variant.label(), params, "ms", samples.score());
          List<Ratio> ratios = new ArrayList<>();
          times.forEach(
              (other, floor) -> {
                boolean anchor =
                    other.label().equals(Stall.HELLO) && other.jdk().equals(variant.jdk());
                if (anchor && !other.equals(variant)) {
                  ratios.add(new Ratio(Stall.HELLO, samples.dividedBy(floor)));
                }
              });
          rows.add(row.with(ratios));
        });
    return rows;
  }
}
