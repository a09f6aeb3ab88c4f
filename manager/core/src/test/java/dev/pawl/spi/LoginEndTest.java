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
  void told_theSameEndTwice_isBelieved(String name) {
    Grant once = LoginEnd.told(LOGIN, Map.of(name, 3_600L), NOW);
    Grant twice = LoginEnd.told(once, Map.of(name, 3_000L), NOW + 600_500);

    assertThat(LoginEnd.of(once)).isNull();
    assertThat(LoginEnd.of(twice)).isEqualTo(Instant.ofEpochMilli(NOW + 3_600_000));
  }

  @Test
  void told_aLifetimeThatEachRefreshBeginsAnew_isNoEnd() {
    Grant once = LoginEnd.told(LOGIN, Map.of("refresh_expires_in", 1_800L), NOW);
    Grant twice = LoginEnd.told(once, Map.of("refresh_expires_in", 1_800L), NOW + 300_000);

    assertThat(LoginEnd.of(twice)).isNull();
  }

  @Test
  void told_asTextOrAbsurd_isUnderstoodOrIgnored() {
    Map<String, Object> text = Map.of("refresh_token_expires_in", "60");
    Map<String, Object> odd = Map.of("refresh_token_expires_in", new BigDecimal("1e400"));

    Grant believed = LoginEnd.told(LoginEnd.told(LOGIN, text, NOW), text, NOW);

    assertThat(LoginEnd.of(believed)).isEqualTo(Instant.ofEpochMilli(NOW + 60_000));
    assertThat(LoginEnd.told(LOGIN, odd, NOW)).isEqualTo(LOGIN);
  }

  @Test
  void told_nothing_keepsWhatIsKnown() {
    Map<String, Object> answer = Map.of("refresh_token_expires_in", 60L);
    Grant known = LoginEnd.told(LoginEnd.told(LOGIN, answer, NOW), answer, NOW);

    assertThat(LoginEnd.told(known, Map.of("other", 1L), NOW + 5)).isEqualTo(known);
  }

  @Test
  void told_zero_meansThatThereIsNoEnd() {
    Map<String, Object> answer = Map.of("refresh_expires_in", 60L);
    Grant known = LoginEnd.told(LoginEnd.told(LOGIN, answer, NOW), answer, NOW);

    assertThat(LoginEnd.told(known, Map.of("refresh_expires_in", 0L), NOW).extras()).isEmpty();
  }

  @Test
  void told_ofAProgram_isNoEnd() {
    Grant program = Grant.login(LOGIN.client(), TokenSet.minted(GrantType.CLIENT_CREDENTIALS));

    assertThat(LoginEnd.told(program, Map.of("refresh_expires_in", 60L), NOW)).isEqualTo(program);
  }
}
