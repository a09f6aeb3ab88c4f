package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.000001Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final AccessTokens tokens = new AccessTokens();

  @Test
  void add_thousandsThatEnd_forgetsTheEndedOnesAlone() {
    for (int i = 0; i < 5000; i++) {
      Instant now = START.plusSeconds(i);
      tokens.add(now, now.plus(HOUR), i);
    }
    Instant end = START.plusSeconds(4999);

    assertThat(tokens.count()).isEqualTo(5000);
    assertThat(tokens.expiry(0)).isEqualTo(Instant.MIN);
    assertThat(tokens.expiry(4999)).isEqualTo(end.plus(HOUR));
    assertThat(tokens.expiry(5000 - 3600)).isAfter(end);
    assertThat(tokens.usable(end)).hasSize(100).endsWith(4999);
  }

  @Test
  void revoke_afterSomeAreForgotten_hitsTheRightOnes() {
    for (int i = 0; i < 5000; i++) {
      Instant now = START.plusSeconds(i);
      tokens.add(now, now.plus(HOUR), i);
    }

    tokens.revoke(4000);
    tokens.revokeIssuedWith(4500);
    tokens.revoke(3);

    assertThat(tokens.isRevoked(4000)).isTrue();
    assertThat(tokens.isRevoked(4500)).isTrue();
    assertThat(tokens.isRevoked(3999)).isFalse();
    assertThat(tokens.isRevoked(3)).isFalse();
  }

  @Test
  void revokeAll_thenAnother_leavesTheNewOne() {
    int old = tokens.add(START, START.plus(HOUR), 0);

    tokens.revokeAll();
    int fresh = tokens.add(START, Instant.MAX, 0);

    assertThat(tokens.isRevoked(old)).isTrue();
    assertThat(tokens.isRevoked(fresh)).isFalse();
    assertThat(tokens.expiry(fresh)).isEqualTo(Instant.MAX);
  }
}
