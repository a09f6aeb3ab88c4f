package dev.pawl.benchmarks.contention;

import dev.pawl.benchmarks.measure.Samples;
import java.util.List;

/**
 * What one storm came to.
 *
 * @param served when each thread was served, milliseconds after the start
 * @param unserved how many threads ended without a token
 * @param spends how often the refresh token was presented
 * @param cpuSeconds what all processes burnt between start and collection, the provider excepted
 * @param voluntary context switches of those that waited
 * @param involuntary context switches of those that were in each other's way
 * @param problem of one that was not served; empty if there is none
 */
record StormOutcome(
    List<Double> served,
    int unserved,
    long spends,
    double cpuSeconds,
    long voluntary,
    long involuntary,
    String problem) {

  /** Copies the list. */
  StormOutcome {
    served = List.copyOf(served);
  }

  double last() {
    return served.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }

  /** When this share of those that were served had been; the first at 0, the last at 1. */
  double quantile(double share) {
    return served.isEmpty()
        ? Double.NaN
        : Samples.quantile(served.stream().mapToDouble(Double::doubleValue).toArray(), share);
  }

  double median() {
    return served.isEmpty()
        ? Double.NaN
        : Samples.median(served.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
