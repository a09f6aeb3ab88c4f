package dev.pawl.benchmarks.scale;

import dev.pawl.benchmarks.engine.Engine;
import dev.pawl.benchmarks.measure.Directories;
import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Estimate;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.measure.Samples;
import dev.pawl.benchmarks.process.Java;
import dev.pawl.benchmarks.process.Talker;
import dev.pawl.json.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the cost grows with profiles and with processes. */
public final class ScaleMeasurement implements Measurement {
  private static final List<Integer> MAPPED = List.of(1, 32, 1_024);
  private static final List<Integer> CHRONICLE = List.of(1_024, 10_000, 100_000);

  /** From how many profiles on the heap tells them from noise. */
  private static final int ENOUGH = 1_000;

  @Override
  public String name() {
    return "scale";
  }

  @Override
  public String question() {
    return "1 to 100,000 profiles, 1 to 256 processes: hot read, first touch, memory, files, open";
  }

  @Override
  public String duration() {
    return "3 min, 20 s";
  }

  @Override
  public List<Row> rows(Effort effort) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (int profiles : effort.quick() ? List.of(1, 32) : MAPPED) {
      rows.addAll(tried(effort, Engine.MAPPED, profiles));
    }
    if (Engine.CHRONICLE.isPresent()) {
      for (int profiles : effort.quick() ? List.of(1_024) : CHRONICLE) {
        rows.addAll(tried(effort, Engine.CHRONICLE, profiles));
      }
    } else {
      effort.say("no Chronicle Map on the class path: profiles end at 1,024");
    }
    rows.addAll(new Crowd(effort).rows());
    return rows;
  }

  /** Memory takes the files where there is some, so that making 100,000 logins takes a minute. */
  private static Path place(Effort effort, String name) throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, "pawl-bench").toRealPath()
        : Files.createDirectories(effort.scratch().resolve(name));
  }

  /** Nothing if this many do not fit here; the others are measured all the same. */
  private static List<Row> tried(Effort effort, Engine engine, int profiles) {
    try {
      return profiles(effort, engine, profiles);
    } catch (IOException e) {
      effort.say(profiles + " profiles are left out: " + e.getMessage());
      return List.of();
    }
  }

  private static List<Row> profiles(Effort effort, Engine engine, int profiles) throws IOException {
    effort.say(profiles + " profiles, " + engine.label());
    Path place = place(effort, engine.label() + profiles);
    List<String> flags = new ArrayList<>(engine.flags());
    flags.addAll(List.of("-XX:+UseG1GC", "-Xmx4g", "-Dslf4j.internal.verbosity=ERROR"));
    List<String> command =
        Java.command(
            flags,
            ProfilesMain.class.getName(),
            place.toString(),
            engine.label(),
            Integer.toString(profiles),
            Integer.toString(effort.of(2_000_000, 100_000)));
    try (Talker child = Talker.start(command, effort.scratch().resolve("profiles.log"), Map.of())) {
      return rows(child.answer(), profiles);
    } finally {
      Directories.delete(place);
    }
  }

  private static List<Row> rows(Fields found, int profiles) throws IOException {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("engine", found.text("engine"));
    params.put("profiles", Integer.toString(profiles));
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("hot read of one profile", params, "ns/op", score(found, "oneNanos")));
    if (profiles > 1) {
      rows.add(new Row("hot read of 1,000 in turn", params, "ns/op", score(found, "readNanos")));
    }
    rows.add(new Row("read, the first in a second", params, "ns/op", score(found, "rareNanos")));
    if (profiles > 1) {
      rows.add(new Row("first touch of a profile", params, "us", score(found, "touchMicros")));
    }
    rows.add(new Row("open, with the first token", params, "us", score(found, "openMicros")));
    if (profiles >= ENOUGH) {
      rows.add(new Row("heap of a profile", params, "B", score(found, "heapBytes")));
    }
    rows.add(
        new Row("cache files", params, "MiB", score(found, "cacheBytes").times(1.0 / (1 << 20))));
    rows.add(
        new Row(
            "state directory", params, "MiB", score(found, "storeBytes").times(1.0 / (1 << 20))));
    return rows;
  }

  private static Estimate score(Fields found, String name) throws IOException {
    Samples samples = new Samples();
    for (String value : found.text(name).split(",", -1)) {
      samples.add(Double.parseDouble(value));
    }
    return samples.size() == 1 ? Estimate.exact(samples.values()[0]) : samples.score();
  }
}
