package dev.pawl.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class JsonPropertiesTest {
  private static final String SECRET = "fake-5ecret-0123456789-abcdefghijklmnopqrstuvwxyz";

  @Property(tries = 300)
  void write_anyDocument_readsBackEqual(@ForAll("documents") Map<String, Object> document)
      throws JsonException {
    assertThat(Json.read(Json.write(document))).isEqualTo(document);
    assertThat(Json.read(Json.writePretty(document).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(document);
    assertThat(Json.read(Json.write(document)).keySet())
        .containsExactlyElementsOf(document.keySet());
  }

  @Property(tries = 500)
  void read_randomBytes_throwsNothingElse(@ForAll byte[] bytes) {
    assertThat(problemOf(bytes)).doesNotContain(SECRET);
  }

  @Property(tries = 500)
  void read_oneByteChanged_neverQuotes(
      @ForAll @IntRange(max = 200) int position, @ForAll byte changed) {
    byte[] text = document().getBytes(StandardCharsets.UTF_8);
    text[position % text.length] = changed;

    assertThat(problemOf(text)).doesNotContain("5ecret-0123456789");
  }

  @Property(tries = 200)
  void read_truncated_throwsAndNeverQuotes(@ForAll @IntRange(max = 200) int length) {
    String text = document();
    String start = text.substring(0, length % text.length());

    String problem = problemOf(start.getBytes(StandardCharsets.UTF_8));

    assertThat(problem).contains("JsonException").doesNotContain("5ecret");
  }

  private static String document() {
    return "{\"access_token\":\""
        + SECRET
        + "\",\"n\":[1,2.5,{\"x\":null}],\""
        + SECRET
        + "\":true}";
  }

  private static String problemOf(byte[] bytes) {
    StringWriter trace = new StringWriter();
    try {
      Json.read(bytes);
    } catch (JsonException e) {
      e.printStackTrace(new PrintWriter(trace));
    }
    return trace.toString();
  }

  @Provide
  Arbitrary<Map<String, Object>> documents() {
    Arbitrary<Map<String, Object>> fields =
        Arbitraries.maps(Arbitraries.strings().ofMaxLength(9), values(3))
            .ofMaxSize(5)
            .map(LinkedHashMap::new);
    return fields;
  }

  private static Arbitrary<Object> values(int depth) {
    Arbitrary<Object> plain =
        Arbitraries.oneOf(
            List.of(
                Arbitraries.strings().ofMaxLength(9).map(text -> (Object) text),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.bigDecimals().ofScale(7).map(JsonPropertiesTest::inexact),
                Arbitraries.of(true, false).map(truth -> (Object) truth)));
    Arbitrary<Object> nullable = plain.injectNull(0.1);
    return depth == 0 ? nullable : Arbitraries.oneOf(List.of(nullable, lists(depth), maps(depth)));
  }

  private static Object inexact(BigDecimal number) {
    return number.add(new BigDecimal("0.0000001"));
  }

  private static Arbitrary<Object> lists(int depth) {
    return values(depth - 1).list().ofMaxSize(4).map(items -> (Object) items);
  }

  private static Arbitrary<Object> maps(int depth) {
    return Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), values(depth - 1))
        .ofMaxSize(4)
        .map(fields -> (Object) fields);
  }
}
