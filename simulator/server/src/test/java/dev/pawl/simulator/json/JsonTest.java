package dev.pawl.simulator.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readObject_whatWasWritten_isTheSame() {
    Map<String, Object> members =
        Map.of(
            "s", "a\"\n\u2028", "n", 7L, "d", 1.5, "b", true, "l", List.of(1L, Map.of("x", "y")));

    Map<String, Object> read = Json.readObject(Json.write(members));

    assertThat(read).isEqualTo(members);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[1]", "{\"secret-value\"", "{} {}", "{\"a\":1,}", "null"})
  void readObject_anythingElse_isRefusedWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> Json.readObject(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret-value");
  }
}
