package dev.pawl.benchmarks;

import dev.pawl.CacheMode;
import dev.pawl.Token;
import dev.pawl.TokenManager;
import dev.pawl.settings.Settings;
import dev.pawl.spi.Client;
import dev.pawl.spi.Grant;
import dev.pawl.spi.Replay;
import dev.pawl.spi.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a caller pays for a fresh token, beside the one clock read that no design can save. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(3)
@SuppressWarnings("NullAway.Init") // set up by JMH before each trial
public class HotReadBenchmark {
  /** The engine of the shared cache. */
  @Param({"mapped", "chronicle"})
  private String engine = "mapped";

  private Path home = Path.of(".");
  private TokenManager manager;
  private volatile Token field;

  /** A stored login that is fresh for as long as anything is measured; no server is needed. */
  @Setup(Level.Trial)
  public void logIn() throws IOException {
    home = Files.createTempDirectory("pawl-hot-read");
    String wish = "{\"cache\": {\"engine\": \"" + engine + "\"}}";
    Settings settings = new Settings(Files.writeString(home.resolve("settings.json"), wish), null);
    manager =
        TokenManager.builder()
            .stateDirectory(home.resolve("state"))
            .settings(settings)
            .cache(CacheMode.RECORDED)
            .build();
    long now = System.currentTimeMillis();
    URI endpoint = URI.create("http://127.0.0.1:9/oauth/token");
    Client client = new Client("http://127.0.0.1:9", endpoint, null, "bench", "", Replay.UNKNOWN);
    Tokens tokens =
        new Tokens("not-a-secret", now, now + TimeUnit.DAYS.toMillis(1), "not-a-secret-either");
    manager.login(Grant.login(client, tokens));
    field = manager.token();
    if (!manager.status().cache().equals(engine)) {
      throw new IllegalStateException("the cache is " + manager.status().cache());
    }
  }

  /** Leaves nothing behind. */
  @TearDown(Level.Trial)
  public void clean() throws IOException {
    manager.close();
    try (Stream<Path> files = Files.walk(home)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      deepestFirst.forEach(HotReadBenchmark::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The floor: one read of the wall clock. */
  @Benchmark
  public long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  /** What a token without an end, seen by one process alone, would cost. */
  @Benchmark
  public Token volatileField() {
    return field;
  }

  /** A fresh token that any process may replace at any moment. */
  @Benchmark
  public Token token() {
    return manager.token();
  }
}
