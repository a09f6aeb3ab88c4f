package dev.pawl.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpansTest {
  private static final long NOW = 1_795_176_000_200L;

  @ParameterizedTest
  @CsvSource({
    "0, (now)",
    "700, (now)",
    "900, (in 1 s)",
    "-1_300, (2 s ago)",
    "119_000, (in 119 s)",
    "120_000, (in 2 min)",
    "7_200_000, (in 2 h)",
    "172_800_000, (in 2 days)"
  })
  void when_momentsFromNow_saysHowFarAsPeopleDo(String millis, String relative) {
    Instant then = Instant.ofEpochMilli(NOW + Long.parseLong(millis.replace("_", "")));

    assertThat(Spans.when(then, NOW)).endsWith(relative).doesNotContain(" 0 s");
  }
}
