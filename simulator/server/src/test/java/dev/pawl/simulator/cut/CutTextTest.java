package dev.pawl.simulator.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CutTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "connection: ACCEPT reset",
        "connection: ACCEPT hang",
        "connection#1: ANSWER(40) reset",
        "connection#2-5: REQUEST(0) fin",
        "connection#3-: ANSWER(7) half-close",
        "connection: REQUEST(0) bandwidth 100, ANSWER(40) hang"
      })
  void parse_thenToString_isTheSameText(String text) {
    assertThat(CutText.parse(text)).hasToString(text);
  }

  @Test
  void parse_next_isARangeFromOne() {
    CutRule rule = CutText.parse("connection next 3: ACCEPT fin");

    assertThat(rule).hasToString("connection#1-3: ACCEPT fin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "connection#1 ACCEPT reset; ': '",
        "refresh#1: ACCEPT reset; connection, connection#3, connection#2-5, connection#2- or connection next 2",
        "connection#0: ACCEPT reset; ordinals count from 1",
        "connection#5-2: ACCEPT reset; the last follows the first",
        "connection: reset; ACCEPT hang, REQUEST(0) reset, ANSWER(40) fin",
        "connection: BODY(3) reset; none of ACCEPT, REQUEST(n), ANSWER(n)",
        "connection: ANSWER reset; ANSWER(40)",
        "connection: ANSWER(x) reset; at most 18 digits",
        "connection: ACCEPT(3) reset; only REQUEST and ANSWER",
        "connection: ANSWER(1) rst; reset, fin, hang, half-close, bandwidth",
        "connection: ACCEPT rst; reset, fin, hang",
        "connection: ACCEPT half-close; reset, fin, hang",
        "connection: ANSWER(1) bandwidth; bandwidth 100",
        "connection: ANSWER(1) bandwidth 0; at least 1",
        "connection: ANSWER(1) reset 5; bandwidth takes",
        "connection: ANSWER(1) reset,; no step"
      })
  void parse_mistake_namesWhatIsAllowed(String text, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CutText.parse(text))
        .withMessageStartingWith("cut '" + text + "': ")
        .withMessageContaining(expected);
  }
}
