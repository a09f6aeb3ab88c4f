package dev.pawl.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrdersTest {
  @Test
  void parse_namesAndOptions_inAnyOrder() throws Exception {
    Orders orders = Orders.parse(List.of("--quick", "lock", "--json", "f.json", "hot-read"));

    assertThat(orders.measurements())
        .extracting("class.simpleName")
        .containsExactly("LockMeasurement", "HotReadMeasurement");
    assertThat(orders.quick()).isTrue();
    assertThat(orders.force()).isFalse();
    assertThat(orders.json()).isEqualTo(Path.of("f.json"));
  }

  @Test
  void parse_all_isTheWholeSuite() throws Exception {
    assertThat(Orders.parse(List.of("all")).measurements()).isEqualTo(Suite.all());
  }

  @Test
  void parse_unknownName_saysWhereTheNamesAre() {
    assertThatThrownBy(() -> Orders.parse(List.of("hotread")))
        .isInstanceOf(Orders.UsageException.class)
        .hasMessageContaining("no benchmark hotread")
        .hasMessageContaining("./pawl bench");
  }

  @Test
  void parse_jsonWithoutFile_isRefused() {
    assertThatThrownBy(() -> Orders.parse(List.of("lock", "--json")))
        .isInstanceOf(Orders.UsageException.class)
        .hasMessageContaining("--json");
  }
}
