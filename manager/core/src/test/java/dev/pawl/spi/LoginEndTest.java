package dev.pawl.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginEndTest {
  private static final long NOW = 1_764_500_000_000L;
  private static final Grant LOGIN =
      Grant.login(
          new ClientRegistration(
              "https://issuer.example",
              URI.create("https://issuer.example/token"),
              null,
              "c",
              "",
              ReplayPolicy.UNKNOWN),
          TokenSet.ofRefresh("r"));

  @ParameterizedTest
  @ValueSource(
      strings = {"refresh_token_expires_in", "refresh_expires_in", "x_refresh_token_expires_in"})
  void told_anyName_countsFromTheSending(String name) {
    Grant told = LoginEnd.told(LOGIN, Map.of(name, 3_600L), NOW);

    assertThat(LoginEnd.of(told)).isEqualTo(Instant.ofEpochMilli(NOW + 3_600_000));
  }

  @Test
  void told_asTextOrWithAPoint_isUnderstood() {
    Grant text = LoginEnd.told(LOGIN, Map.of("refresh_token_expires_in", "60"), NOW);
    Grant odd =
        LoginEnd.told(LOGIN, Map.of("refresh_token_expires_in", new BigDecimal("1e400")), NOW);

    assertThat(LoginEnd.of(text)).isEqualTo(Instant.ofEpochMilli(NOW + 60_000));
    assertThat(LoginEnd.of(odd)).isNull();
  }

  @Test
  void told_nothing_keepsWhatIsKnown() {
    Grant known = LoginEnd.told(LOGIN, Map.of("refresh_token_expires_in", 60L), NOW);

    assertThat(LoginEnd.of(LoginEnd.told(known, Map.of("other", 1L), NOW + 5)))
        .isEqualTo(Instant.ofEpochMilli(NOW + 60_000));
  }

  @Test
  void told_zero_meansThatThereIsNoEnd() {
    Grant known = LoginEnd.told(LOGIN, Map.of("refresh_expires_in", 60L), NOW);

    assertThat(LoginEnd.of(LoginEnd.told(known, Map.of("refresh_expires_in", 0L), NOW))).isNull();
  }
}
