package dev.pawl.benchmarks.scale;

import dev.pawl.TokenManager;
import dev.pawl.TokenManagers;
import dev.pawl.benchmarks.engine.Engine;
import dev.pawl.benchmarks.engine.Home;
import dev.pawl.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * One JVM that opens many profiles and asks for their tokens. Arguments: a directory, the engine,
 * the number of profiles, the number of calls of a batch; prints a line of JSON.
 */
public final class ProfilesMain {
  private static final int BATCHES = 10;

  /** How many profiles are asked for all the time, where there are more. */
  private static final int IN_USE = 1_000;

  private final Home home;
  private final int profiles;
  private final int calls;

  private ProfilesMain(Home home, int profiles, int calls) {
    this.home = home;
    this.profiles = profiles;
    this.calls = calls;
  }

  /**
   * Measures and prints.
   *
   * @throws IOException if the profiles cannot be made
   */
  public static void main(String[] args) throws IOException {
    int profiles = Integer.parseInt(args[2]);
    Home home = Home.create(Path.of(args[0]), Engine.named(args[1]), profiles);
    System.out.println(
        Json.write(new ProfilesMain(home, profiles, Integer.parseInt(args[3])).measure()));
  }

  private Map<String, Object> measure() throws IOException {
    Map<String, Object> found = new LinkedHashMap<>();
    try (TokenManagers managers = open()) {
      for (int i = 0; i < profiles; i++) {
        managers.manager(name(i)).login(Home.grant("not-a-secret-" + i));
      }
    }
    long before = heap();
    long begun = System.nanoTime();
    try (TokenManagers managers = open()) {
      managers.manager(name(0)).token();
      found.put("openMicros", text((System.nanoTime() - begun) / 1e3));
      found.put("touchMicros", text(touch(managers)));
      found.put("heapBytes", text((double) (heap() - before) / profiles));
      TokenManager[] order = shuffled(managers);
      found.put("oneNanos", text(read(order, 1)));
      found.put("readNanos", text(read(order, IN_USE)));
      found.put("rareNanos", text(rare(order)));
      found.put("engine", managers.manager(name(0)).status().cache());
    }
    found.put("cacheBytes", text(size("cache")));
    found.put("storeBytes", text(size("")));
    return found;
  }

  private TokenManagers open() {
    return TokenManagers.open(home.managers().expectedProfiles(profiles));
  }

  private static String name(int i) {
    return "customer-" + i;
  }

  /** Microseconds a profile, its first call in this process; in tenths of all profiles. */
  private double[] touch(TokenManagers managers) {
    List<Double> micros = new ArrayList<>();
    int step = Math.max(1, profiles / BATCHES);
    for (int from = 1; from < profiles; from += step) {
      int to = Math.min(profiles, from + step);
      long begun = System.nanoTime();
      for (int i = from; i < to; i++) {
        managers.manager(name(i)).token();
      }
      micros.add((System.nanoTime() - begun) / 1e3 / (to - from));
    }
    return micros.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private TokenManager[] shuffled(TokenManagers managers) {
    List<TokenManager> order = new ArrayList<>();
    for (int i = 0; i < profiles; i++) {
      order.add(managers.manager(name(i)));
    }
    Collections.shuffle(order, new Random(1));
    return order.toArray(TokenManager[]::new);
  }

  /** Nanoseconds a call of profiles that are in use, so many drawn at random from all. */
  private double[] read(TokenManager[] shuffled, int inUse) {
    TokenManager[] used = Arrays.copyOf(shuffled, Math.min(inUse, shuffled.length));
    batch(used, calls);
    batch(used, calls);
    return DoubleStream.generate(() -> batch(used, calls)).limit(BATCHES).toArray();
  }

  /** Nanoseconds a call of profiles that were not asked for in the last second, all in turn. */
  private double[] rare(TokenManager[] shuffled) {
    return DoubleStream.generate(
            () -> {
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_200));
              return batch(shuffled, shuffled.length);
            })
        .limit(BATCHES / 2)
        .toArray();
  }

  private static double batch(TokenManager[] shuffled, int calls) {
    long generations = 0;
    long begun = System.nanoTime();
    for (int call = 0, i = 0; call < calls; call++) {
      generations += shuffled[i].token().generation();
      i = i + 1 == shuffled.length ? 0 : i + 1;
    }
    long took = System.nanoTime() - begun;
    if (generations < calls) {
      throw new IllegalStateException("a token without a generation");
    }
    return (double) took / calls;
  }

  private static long heap() {
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** How many bytes the files below the state directory have whose names begin so. */
  private double size(String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(home.state())) {
      double bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (String.valueOf(file.getFileName()).startsWith(prefix)) {
          bytes += Files.size(file);
        }
      }
      return bytes;
    }
  }

  private static String text(double... values) {
    return DoubleStream.of(values).mapToObj(Double::toString).collect(Collectors.joining(","));
  }
}
