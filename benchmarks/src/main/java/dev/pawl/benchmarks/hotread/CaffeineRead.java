package dev.pawl.benchmarks.hotread;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Caffeine with a time to live: one process's cache, no other process's news. */
@State(Scope.Benchmark)
public class CaffeineRead {
  private final LoadingCache<String, String> cache =
      Caffeine.newBuilder()
          .expireAfterWrite(Duration.ofHours(1))
          .build(profile -> "not-a-secret-" + profile);

  /** The measured call. */
  @Benchmark
  public String caffeine() {
    return cache.get("bench");
  }
}
