package dev.pawl.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.clock.TokenClock;
import dev.pawl.settings.Settings;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.SecretReference;
import dev.pawl.token.TokenException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that is to sign, in a program that has not added what signs: this module's tests. */
class SigningWithoutEngineTest {
  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"CLIENT_SECRET_JWT", "PRIVATE_KEY_JWT"})
  void read_nothingHereSigns_namesTheArtifactToAdd(Method method) {
    ClientAuthentication told =
        new ClientAuthentication(method, SecretReference.parse("env:GATEWAY_KEY"));
    ClientRegistration client =
        new ClientRegistration(
                "https://issuer.example",
                URI.create("https://issuer.example/token"),
                null,
                "gateway",
                "",
                ReplayPolicy.UNKNOWN)
            .with(told);
    ClientSecrets secrets =
        new ClientSecrets(
            new Settings(null, null), Map.of("GATEWAY_KEY", "the-key-itself"), TokenClock.system());

    TokenException problem =
        catchThrowableOfType(TokenException.class, () -> secrets.read("work", client));

    assertThat(problem.reason()).isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
    assertThat(problem).hasMessageContaining("add dev.pawl:pawl-jose to the class path");
    assertThat(problem).hasMessageNotContaining("the-key-itself");
  }
}
