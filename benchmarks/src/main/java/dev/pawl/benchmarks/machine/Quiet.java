package dev.pawl.benchmarks.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Whether the machine does anything else. Two signs are read: what runs beside us (the change of
 * the processors' idle time while this process sleeps), and a calibration loop on every core whose
 * slowest and fastest turns should not differ.
 *
 * @param load load average of the last minute; -1 where there is none
 * @param busy share of the processors that others used while this process slept, 0 to 1
 * @param unsteadiness by how much the slower turns of the loop were slower than the fastest, 0 if
 *     not at all
 */
public record Quiet(double load, double busy, double unsteadiness) {
  private static final double MOST_BUSY = 0.06;
  private static final double MOST_UNSTEADY = 0.15;
  private static final int TURNS = 25;

  /** Looks for about a second and a half. */
  public static Quiet look() throws IOException, InterruptedException {
    long[] before = processorTimes();
    Thread.sleep(1_000);
    long[] after = processorTimes();
    double all = Math.max(1, after[0] - before[0]);
    double idle = after[1] - before[1];
    double busy = after[0] == 0 ? 0 : 1 - idle / all;
    return new Quiet(loadAverage(), Math.max(0, busy), calibration());
  }

  /** Whether figures taken now mean anything. */
  public boolean isQuiet() {
    return busy <= MOST_BUSY && unsteadiness <= MOST_UNSTEADY;
  }

  private static double loadAverage() throws IOException {
    Path file = Path.of("/proc/loadavg");
    return Files.isReadable(file)
        ? Double.parseDouble(Files.readString(file).split(" ", 2)[0])
        : -1;
  }

  /** All time and idle time of all processors, in ticks; zeros where there is no /proc/stat. */
  private static long[] processorTimes() throws IOException {
    Path file = Path.of("/proc/stat");
    if (!Files.isReadable(file)) {
      return new long[2];
    }
    String[] words = Files.readAllLines(file).get(0).split("\\s+", -1);
    long[] ticks = Arrays.stream(words).skip(1).limit(8).mapToLong(Long::parseLong).toArray();
    return new long[] {Arrays.stream(ticks).sum(), ticks[3] + ticks[4]};
  }

  private static double calibration() throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    double[] worst = new double[cores];
    Thread[] threads = new Thread[cores];
    for (int core = 0; core < cores; core++) {
      int own = core;
      threads[core] = new Thread(() -> worst[own] = unsteadinessOfOneThread(), "calibration");
      threads[core].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return Arrays.stream(worst).max().orElse(0);
  }

  private static double unsteadinessOfOneThread() {
    long[] turns = new long[TURNS];
    turn(); // compiled by now
    for (int i = 0; i < TURNS; i++) {
      long begun = System.nanoTime();
      turn();
      turns[i] = System.nanoTime() - begun;
    }
    Arrays.sort(turns);
    return (double) turns[TURNS * 8 / 10] / turns[TURNS / 10] - 1;
  }

  private static volatile long sink;

  private static void turn() {
    long x = sink;
    for (int i = 0; i < 12_000_000; i++) {
      x = x * 6364136223846793005L + 1442695040888963407L;
    }
    sink = x;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "load %.2f, others use %.0f %% of the processors, unsteadiness %.0f %%",
        load,
        busy * 100,
        unsteadiness * 100);
  }
}
