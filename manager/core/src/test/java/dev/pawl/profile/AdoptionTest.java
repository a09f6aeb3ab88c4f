package dev.pawl.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.policy.Freshness;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class AdoptionTest {
  private static final Freshness TOKEN = Freshness.of(0, 600_000, 0);

  @Test
  void memory_tokenThatWasSeenBefore_isThatOneWhateverWasSeenBetween() {
    Adoption.Memory memory = new Adoption.Memory();
    Adoption first = memory.of(0, TOKEN, 0, 0);

    Adoption other = memory.of(1, Freshness.of(1, 600_001, 0), 1, 1);
    Adoption again = memory.of(0, TOKEN, 0, TimeUnit.MINUTES.toNanos(9));

    assertThat(again).isEqualTo(first).isNotEqualTo(other);
  }

  @Test
  void memory_ofVeryMany_forgetsThoseThatNobodyAskedForLast() {
    Adoption.Memory memory = new Adoption.Memory();
    Adoption first = memory.of(0, TOKEN, 0, 0);

    for (int n = 1; n <= 1_000; n++) {
      assertThat(memory.of(n, TOKEN, 0, n).endNanos()).isNotEqualTo(first.endNanos());
    }

    assertThat(memory.of(0, TOKEN, 0, 5).endNanos()).isEqualTo(first.endNanos() + 5);
  }
}
