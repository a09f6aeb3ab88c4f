package dev.pawl.benchmarks.hotread;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What no design can do without. */
@State(Scope.Benchmark)
public class Floors {
  private volatile String field = "not-a-secret";

  /** One read of the wall clock. */
  @Benchmark
  public long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  /** A token without an end, seen by one process alone. */
  @Benchmark
  public String volatileField() {
    return field;
  }
}
