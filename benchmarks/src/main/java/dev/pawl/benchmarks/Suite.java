package dev.pawl.benchmarks;

import dev.pawl.benchmarks.contention.ContentionMeasurement;
import dev.pawl.benchmarks.contention.MintingMeasurement;
import dev.pawl.benchmarks.durability.DurabilityMeasurement;
import dev.pawl.benchmarks.hotread.HotReadMeasurement;
import dev.pawl.benchmarks.lock.LockMeasurement;
import dev.pawl.benchmarks.measure.Measurement;
import dev.pawl.benchmarks.propagation.PropagationMeasurement;
import dev.pawl.benchmarks.scale.ScaleMeasurement;
import dev.pawl.benchmarks.startup.StartUpMeasurement;
import dev.pawl.benchmarks.throughput.ThroughputMeasurement;
import java.util.List;
import java.util.Optional;

/** All measurements, in the order in which {@code all} runs them. */
final class Suite {
  private static final List<Measurement> ALL =
      List.of(
          new HotReadMeasurement(),
          new ContentionMeasurement(),
          new MintingMeasurement(),
          new LockMeasurement(),
          new PropagationMeasurement(),
          new DurabilityMeasurement(),
          new StartUpMeasurement(),
          new ScaleMeasurement(),
          new ThroughputMeasurement());

  private Suite() {}

  static List<Measurement> all() {
    return ALL;
  }

  static List<String> names() {
    return ALL.stream().map(Measurement::name).toList();
  }

  static Optional<Measurement> named(String name) {
    return ALL.stream().filter(measurement -> measurement.name().equals(name)).findFirst();
  }
}
