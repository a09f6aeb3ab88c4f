package dev.pawl.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GrantedScopeTest {
  private static final Grant LOGIN =
      Grant.login(
          new ClientRegistration(
              "https://issuer.example",
              URI.create("https://issuer.example/t"),
              null,
              "c",
              "read write",
              ReplayPolicy.UNKNOWN),
          TokenSet.ofRefresh("r"));

  @Test
  void told_fewerThanAskedFor_areThoseOfTheLogin() {
    Grant narrowed = GrantedScope.told(LOGIN, Map.of("scope", "read"));

    assertThat(GrantedScope.of(narrowed)).isEqualTo("read");
    assertThat(GrantedScope.lacking("read write", "read")).isEqualTo("write");
  }

  @Test
  void told_answerThatTellsNone_keepsWhatIsKnown() {
    Grant narrowed = GrantedScope.told(LOGIN, Map.of("scope", "read"));

    Grant next = GrantedScope.told(narrowed, Map.of("account", "x"));

    assertThat(GrantedScope.of(next)).isEqualTo("read");
    assertThat(GrantedScope.of(GrantedScope.told(LOGIN, Map.of()))).isEqualTo("read write");
  }

  @Test
  void told_thoseAskedForInAnotherOrder_areNothingOfTheirOwn() {
    Grant narrowed = GrantedScope.told(LOGIN, Map.of("scope", "read"));

    Grant whole = GrantedScope.told(narrowed, Map.of("scope", "write read"));

    assertThat(GrantedScope.of(whole)).isEqualTo("read write");
    assertThat(whole.extras()).doesNotContainKey(GrantedScope.FIELD);
  }

  @ParameterizedTest
  @CsvSource({
    "openid email, https://www.googleapis.com/auth/userinfo.email openid, ''",
    "'repo read:user', 'repo,read:user', ''",
    "'chat:write users:read', 'chat:write,channels:read', users:read",
    "openid offline_access, openid, ''",
    "openid email, openid, email"
  })
  void lacking_inTheWordsOfVendors_isWhatWasNotGranted(
      String asked, String granted, String lacking) {
    assertThat(GrantedScope.lacking(asked, granted)).isEqualTo(lacking);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\"b", "a\nb", "\u00e4"})
  void told_noScope_changesNothing(String odd) {
    assertThat(GrantedScope.told(LOGIN, Map.of("scope", odd))).isEqualTo(LOGIN);
    assertThat(GrantedScope.told(LOGIN, Map.of("scope", 7))).isEqualTo(LOGIN);
  }
}
