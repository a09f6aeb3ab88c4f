package dev.pawl.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.SpendOutcome.Lifetime;
import dev.pawl.spi.TokenSet;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refresh leaves as it was. */
final class GrantedSuccessorTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long HOUR = 3_600_000;
  private static final Lifetime ASSUMED = new Lifetime(HOUR, true);

  @ParameterizedTest
  @ValueSource(longs = {60_000, 900_000, 8 * HOUR, 30 * 24 * HOUR})
  void tokens_answerOmitsTheLifetime_keepsThatOfTheTokenBefore(long lifetime) {
    TokenSet before = new TokenSet("at-1", NOW - 5_000, NOW - 5_000 + lifetime, "rt-1");

    TokenSet next = next(granted(ASSUMED), before);

    assertThat(next.expiresAt()).isEqualTo(NOW + lifetime);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2_500, 59_999, 31 * 24 * HOUR, Long.MAX_VALUE - NOW})
  void tokens_tokenBeforeHadNoUsualLifetime_assumesOne(long lifetime) {
    TokenSet before = new TokenSet("at-1", NOW, NOW + lifetime, "rt-1");

    TokenSet next = next(granted(ASSUMED), before);

    assertThat(next.expiresAt()).isEqualTo(NOW + HOUR);
  }

  @Test
  void tokens_answerTellsTheLifetime_goesByThat() {
    TokenSet before = new TokenSet("at-1", NOW, NOW + 8 * HOUR, "rt-1");

    TokenSet next = next(granted(new Lifetime(900_000, false)), before);

    assertThat(next.expiresAt()).isEqualTo(NOW + 900_000);
  }

  @Test
  void tokens_tokenNeverEnds_staysSo() {
    TokenSet before = new TokenSet("at-1", NOW, NOW + 8 * HOUR, null);

    TokenSet next = next(granted(Lifetime.ENDLESS), before);

    assertThat(next.expiresAt()).isEqualTo(Long.MAX_VALUE);
  }

  private static TokenSet next(SpendOutcome outcome, TokenSet before) {
    return Objects.requireNonNull(GrantedSuccessor.tokens(outcome, before));
  }

  private static SpendOutcome granted(Lifetime lifetime) {
    return new SpendOutcome.Granted("at-2", lifetime, "rt-2", null, NOW, Map.of(), null);
  }
}
