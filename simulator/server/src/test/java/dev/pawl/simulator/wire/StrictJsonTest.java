package dev.pawl.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  @Test
  void write_ofMembers_keepsTheirOrderOnOneLine() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("s", "a\"\n\u2028");
    members.put("n", Long.MAX_VALUE);
    members.put("d", 1.5);
    members.put("b", true);
    members.put("a", List.of(1, Map.of("x", "y")));

    String text = StrictJson.write(members);

    assertThat(text)
        .isEqualTo(
            "{\"s\":\"a\\\"\\n\u2028\",\"n\":9223372036854775807,\"d\":1.5,\"b\":true,"
                + "\"a\":[1,{\"x\":\"y\"}]}");
  }

  @Test
  void object_whatWasWritten_isTheSame() {
    String text =
        "{\"s\":\"a\\n\",\"n\":7,\"d\":1.5,\"b\":true,\"l\":[1,{\"x\":\"y\"}],\"z\":null}";

    ObjectNode read = StrictJson.object(text);

    assertThat(StrictJson.write(read)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[1]",
        "null",
        "{\"secret-value\"",
        "{\"a\":secret-value}",
        "{\"a\":1,}",
        "{} {}",
        "{} secret-value",
        "{\"a\":\"secret-value\",\"a\":2}",
        "{\"b\":{\"a\":\"secret-value\",\"a\":2}}"
      })
  void object_anythingElse_isRefusedWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> StrictJson.object(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret-value");
  }

  @Test
  void object_nameTwice_isRefusedByName() {
    assertThatThrownBy(() -> StrictJson.object("{\"advance\":1,\"advance\":2}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'advance'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{\"a\":1} {}"})
  void reader_ofOtherTypes_isAsStrict(String text) {
    TypeReference<Map<String, Integer>> numbers = new TypeReference<>() {};

    assertThatThrownBy(() -> StrictJson.reader().forType(numbers).readValue(text))
        .isInstanceOf(JsonProcessingException.class);
  }
}
