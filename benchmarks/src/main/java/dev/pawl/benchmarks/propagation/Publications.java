package dev.pawl.benchmarks.propagation;

import dev.pawl.benchmarks.actor.Actors;
import dev.pawl.benchmarks.engine.Home;
import dev.pawl.benchmarks.measure.Samples;
import dev.pawl.benchmarks.process.Talker;
import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.MappedTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Publications by this process, seen by another that does nothing but look; in microseconds. Each
 * is counted from the moment at which the writer's call returned.
 */
final class Publications implements AutoCloseable {
  private static final int MICROS_BETWEEN = 1_000;

  private final Home home;
  private final Path scratch;
  private final MappedTable table;
  private final TokenSlot slot;
  private final SlotRecord record;

  Publications(Home home, Path scratch) throws IOException {
    this.home = home;
    this.scratch = scratch;
    this.table = MappedTable.open(home.cacheFile());
    TokenSlot found = table.find("bench");
    TokenSlot.Reading reading = found == null ? null : found.read();
    if (found == null || reading == null) {
      throw new IOException("nothing was published");
    }
    this.slot = found;
    this.record = reading.record();
  }

  Samples spinning(int count) throws IOException, InterruptedException {
    try (Talker reader = Actors.start(scratch, List.of("-XX:+UseSerialGC", "-Xmx64m"))) {
      reader.ask(Actors.open(home, "bench"));
      reader.send(
          Map.<String, Object>of(
              "do", "spin", "table", home.cacheFile().toString(), "count", count));
      Map<Long, Long> published = publish(count + count / 10);
      Samples micros = new Samples();
      for (String seen : reader.answer().text("value").split(",", -1)) {
        int colon = seen.indexOf(':');
        Long instant = colon < 0 ? null : published.get(Long.parseLong(seen.substring(0, colon)));
        if (instant != null) {
          micros.add(Math.max(0, Long.parseLong(seen.substring(colon + 1)) - instant) / 1e3);
        }
      }
      return nonEmpty(micros);
    }
  }

  Samples calling(int count) throws IOException, InterruptedException {
    try (Talker reader = Actors.start(scratch, List.of("-XX:+UseSerialGC", "-Xmx64m"))) {
      reader.ask(Actors.open(home, "bench"));
      reader.send(Map.<String, Object>of("do", "call", "count", count));
      TreeMap<Long, Long> published = new TreeMap<>();
      for (long instant : publish(count + count / 10).values()) {
        published.put(instant, instant);
      }
      Samples micros = new Samples();
      for (String seen : reader.answer().text("value").split(",", -1)) {
        Long instant = seen.isEmpty() ? null : published.floorKey(Long.parseLong(seen));
        if (instant != null) {
          micros.add((Long.parseLong(seen) - instant) / 1e3);
        }
      }
      return nonEmpty(micros);
    }
  }

  private static Samples nonEmpty(Samples samples) throws IOException {
    if (samples.size() == 0) {
      throw new IOException("the reader saw nothing");
    }
    return samples;
  }

  /** The instants of publications, by the stamp that each left behind. */
  private Map<Long, Long> publish(int count) throws InterruptedException {
    Map<Long, Long> published = new HashMap<>();
    List<long[]> all = new ArrayList<>(count);
    TimeUnit.MILLISECONDS.sleep(500); // the reader has compiled its loop
    for (int i = 0; i < count; i++) {
      TimeUnit.MICROSECONDS.sleep(MICROS_BETWEEN);
      slot.publish(record);
      all.add(new long[] {slot.stamp(), System.nanoTime()});
    }
    all.forEach(each -> published.put(each[0], each[1]));
    return published;
  }

  @Override
  public void close() {
    table.close();
  }
}
