package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PassingTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Passing<Instant> passing = new Passing<>(Function.identity());

  @Test
  void put_manyThatEnd_forgetsThoseThatEndedLongAgo() {
    for (int second = 0; second < 100_000; second++) {
      Instant now = START.plusSeconds(second);
      passing.put("key " + second, now.plusSeconds(60), now);
    }

    assertThat(passing.size()).isLessThan(3_000);
    assertThat(passing.get("key 0")).isEmpty();
    assertThat(passing.get("key 99999")).isPresent();
  }

  @Test
  void get_justAfterItsEnd_isStillThere() {
    passing.put("late", START, START);
    for (int i = 0; i < 10_000; i++) {
      Instant now = START.plus(Duration.ofMinutes(10));
      passing.put("key " + i, now, now);
    }

    assertThat(passing.get("late")).contains(START);
  }

  @Test
  void remove_twice_takesOnce() {
    passing.put("one", START, START);

    boolean first = passing.remove("one");
    boolean second = passing.remove("one");

    assertThat(first).isTrue();
    assertThat(second).isFalse();
  }
}
