package dev.pawl.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The key of a login, without anything that signs. */
class ProofKeyTest {
  private static final Grant LOGIN =
      Grant.login(
          new ClientRegistration(
              "https://issuer.example",
              URI.create("https://issuer.example/token"),
              null,
              "app",
              "",
              ReplayPolicy.UNKNOWN),
          TokenSet.ofRefresh("fake"));

  @Test
  void fresh_manyTimes_isAnotherEachTimeOfWholeLength() {
    for (int i = 0; i < 50; i++) { // of 256 keys one has a coordinate that begins with a zero
      ProofKey key = ProofKey.fresh();
      Object stored = key.on(LOGIN).extras().get(ProofKey.FIELD);

      assertThat(stored)
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .allSatisfy(
              (name, value) ->
                  assertThat(name.equals("kty") || name.equals("crv") || isWhole(value)).isTrue());
      assertThat(key).isNotEqualTo(ProofKey.fresh());
    }
  }

  private static boolean isWhole(Object value) {
    return String.valueOf(value).length() == 43;
  }

  @Test
  void of_refreshedGrant_isTheKeyOfTheLogin() {
    ProofKey key = ProofKey.fresh();
    Grant refreshed =
        key.on(LOGIN).next(2, Grant.Origin.REFRESH, TokenSet.ofRefresh("another fake"));

    ProofKey found = ProofKey.of(refreshed);

    assertThat(found).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(ProofKey.of(LOGIN)).isNull();
    assertThat(LastLogin.keptBy(refreshed)).as("by a tombstone").doesNotContainKey(ProofKey.FIELD);
  }

  @Test
  void of_fieldIsNoKey_isOneThatSignsNothing() {
    Map<String, Object> extras = new HashMap<>(LOGIN.extras());
    extras.put(ProofKey.FIELD, "damaged");
    Grant damaged =
        new Grant(1, Grant.Origin.LOGIN, LOGIN.client(), LOGIN.tokens(), Map.copyOf(extras));

    ProofKey key = Objects.requireNonNull(ProofKey.of(damaged));

    assertThatThrownBy(key::requireUsable).isInstanceOf(IOException.class);
  }

  @Test
  void proof_nothingSigns_namesTheArtifact() {
    ProofKey key = ProofKey.fresh();
    ProofKey.Request request =
        new ProofKey.Request("GET", URI.create("https://api.example/x"), "secret", null);

    assertThatThrownBy(() -> key.proof(request, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("dev.pawl:pawl-jose");
    assertThatThrownBy(key::requireUsable)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("dev.pawl:pawl-jose");
    assertThat(request.toString() + key).doesNotContain("secret");
  }
}
