package dev.pawl.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void read_everyKindOfValue_keepsOrderAndExactNumbers() throws JsonException {
    var fields =
        Json.read("{\"z\":1,\"a\":1.50,\"t\":true,\"n\":null,\"l\":[1,\"x\"],\"o\":{\"k\":\"v\"}}");

    assertThat(fields.keySet()).containsExactly("z", "a", "t", "n", "l", "o");
    assertThat(fields.get("z")).isEqualTo(1L);
    assertThat(fields.get("a")).isEqualTo(new BigDecimal("1.50"));
    assertThat(fields.get("l")).isEqualTo(List.of(1L, "x"));
    assertThat(fields.get("o")).isEqualTo(Map.of("k", "v"));
    assertThat(fields).containsEntry("n", null).containsEntry("t", true);
  }

  @Test
  void read_numbersBeyondLong_survivesRoundTrip() throws JsonException {
    String text =
        "{\"a\":9223372036854775808,\"b\":0.10,\"c\":-123456789012345678901234567890,\"d\":1E+400}";

    assertThat(Json.write(Json.read(text))).isEqualTo(text);
  }

  @Test
  void read_byteOrderMark_skipsIt() throws JsonException {
    byte[] text = "\ufeff{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    assertThat(Json.read(text)).isEqualTo(Map.of("a", 1L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "1",
        "\"x\"",
        "null",
        "{",
        "}",
        "{}x",
        "{} {}",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":1.}",
        "{\"a\":tru}",
        "{\"a\"}",
        "{\"a\":1//x\n}",
        "{\"a\":\"x\ny\"}",
        "{\"a\":\"\\q\"}",
        "{\"a\":[1,]}",
        "{\"a\":1e99999999999}"
      })
  void read_malformed_throws(String text) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"expiry\":1,\"expiry\":2}|the same field twice, line 1, column 13, field expiry",
        "{\"a\":[1,2}|malformed, line 1, column 10",
        "{\"a\":1}!|malformed, line 1, column 8",
        "{\"a\":{\"b\":1|ends too early, line 1, column 12, field b",
        "[1]|not an object, line 1, column 1",
      })
  void read_malformed_namesWhatAndWhere(String text, String message) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(JsonException.class).hasMessage(message);
  }

  @Test
  void read_tooDeepOrTooLong_throws() {
    String deep = "{\"a\":".repeat(Json.MAX_DEPTH + 1) + "1" + "}".repeat(Json.MAX_DEPTH + 1);
    String manyLists = "{\"a\":" + "[".repeat(100_000);
    String longer = "{\"a\":\"" + "x".repeat(Json.MAX_LENGTH) + "\"}";

    assertThatThrownBy(() -> Json.read(deep)).hasMessageContaining("limits");
    assertThatThrownBy(() -> Json.read(manyLists)).hasMessageContaining("limits");
    assertThatThrownBy(() -> Json.read(longer)).hasMessageContaining("longer than");
    assertThatThrownBy(() -> Json.read(longer.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("longer than");
  }

  @Test
  void read_deepestAllowed_survivesRoundTrip() throws JsonException {
    String deep = "{\"a\":".repeat(Json.MAX_DEPTH) + "1" + "}".repeat(Json.MAX_DEPTH);

    assertThat(Json.write(Json.read(deep))).isEqualTo(deep);
  }

  @Test
  void read_notUtf8_throws() {
    byte[] text = {'{', '"', 'a', '"', ':', '"', (byte) 0xe4, '"', '}'};

    assertThatThrownBy(() -> Json.read(text))
        .isInstanceOf(JsonException.class)
        .hasMessage("not UTF-8");
  }

  @Test
  void writePretty_nested_isStable() throws JsonException {
    String pretty = Json.writePretty(Json.read("{\"b\":[1,{\"c\":null}],\"a\":{}}"));

    assertThat(pretty)
        .isEqualTo(
            """
            {
              "b": [
                1,
                {
                  "c": null
                }
              ],
              "a": { }
            }
            """);
  }

  @Test
  void write_withoutJsonForm_throwsNamingTheTypeOnly() {
    Map<String, Object> foreign = Map.of("a", Optional.of("fake-secret-1"));
    Map<String, Object> inexact = Map.of("a", 0.1);
    Map<String, @Nullable Object> endless = new LinkedHashMap<>();
    endless.put("a", endless);

    assertThatThrownBy(() -> Json.write(foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no JSON form: java.util.Optional");
    assertThatThrownBy(() -> Json.write(inexact)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.write(endless)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void accessors_tolerantForms_read() throws JsonException {
    var fields =
        Json.read(
            "{\"a\":\" 12.5 \",\"b\":7,\"c\":1.25e3,\"d\":\"true\",\"e\":false,\"f\":null,\"g\":{}}");

    assertThat(Json.decimal(fields, "a")).isEqualByComparingTo("12.5");
    assertThat(Json.decimal(fields, "b")).isEqualByComparingTo("7");
    assertThat(Json.decimal(fields, "c")).isEqualByComparingTo("1250");
    assertThat(Json.bool(fields, "d")).isTrue();
    assertThat(Json.bool(fields, "e")).isFalse();
    assertThat(Json.text(fields, "a")).isEqualTo(" 12.5 ");
    assertThat(Json.object(fields, "g")).isEmpty();
    assertThat(Json.text(fields, "f")).isNull();
    assertThat(Json.decimal(fields, "absent")).isNull();
    assertThat(Json.bool(fields, "f")).isNull();
    assertThat(Json.object(fields, "f")).isNull();
  }

  @Test
  void accessors_otherType_throwNamingFieldAndType() throws JsonException {
    var fields =
        Json.read("{\"a\":\"fake-secret-2\",\"b\":7,\"c\":[],\"d\":1e999999999,\"e\":\"NaN\"}");

    assertThatThrownBy(() -> Json.decimal(fields, "a"))
        .hasMessage("field a: expected a number, found text");
    assertThatThrownBy(() -> Json.text(fields, "b"))
        .hasMessage("field b: expected text, found a number");
    assertThatThrownBy(() -> Json.bool(fields, "c"))
        .hasMessage("field c: expected true or false, found a list");
    assertThatThrownBy(() -> Json.object(fields, "a"))
        .hasMessage("field a: expected an object, found text");
    assertThatThrownBy(() -> Json.decimal(fields, "d")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> Json.decimal(fields, "e")).isInstanceOf(JsonException.class);
  }
}
