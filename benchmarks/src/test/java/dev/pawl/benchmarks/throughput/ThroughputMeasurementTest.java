package dev.pawl.benchmarks.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.benchmarks.measure.Effort;
import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThroughputMeasurementTest {
  @TempDir Path scratch;

  @Test
  void rows_haveTheSimulatorBesideABareStubAndItsLedgerInOrder() throws Exception {
    List<String> said = new ArrayList<>();

    List<Row> rows = new ThroughputMeasurement().rows(new Effort(true, scratch, said::add));

    assertThat(rows)
        .extracting(Row::name)
        .containsExactly("token requests", "a bare WireMock stub", "ledger out of order");
    assertThat(rows).extracting(row -> row.param("callers")).containsOnly("2");
    assertThat(rows.get(0).score().score()).isPositive();
    assertThat(rows.get(1).score().score()).isPositive();
    assertThat(rows.get(0).ratios()).extracting(Ratio::to).containsExactly(rows.get(1).name());
    assertThat(rows.get(2).score().score()).as(said.toString()).isZero();
  }
}
