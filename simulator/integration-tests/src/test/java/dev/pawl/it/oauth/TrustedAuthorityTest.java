package dev.pawl.it.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.Scene;
import dev.pawl.settings.Settings;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.tls.Certificate;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the manager presents a refresh token to: servers whose certificate it trusts. */
@Timeout(120)
class TrustedAuthorityTest {
  @TempDir Path home;

  @Test
  void token_authorityIsInTheSettings_isRefreshedOnceOverTls() throws Exception {
    try (Scene scene = speakingTls(Certificate.VALID)) {
      TokenManager manager = loggedIn(scene, trusting(scene));
      scene.expire();

      Token token = manager.token();

      assertThat(scene.simulator.tokenEndpoint()).hasScheme("https");
      assertThat(scene.isAccepted(token)).isTrue();
      scene.simulator.ledger().spends("F1").areExactly(1).with(Outcome.GRANTED).areExactly(1);
      assertThat(scene.storesCurrentRefreshToken()).isTrue();
    }
  }

  @Test
  void token_authorityIsUnknown_namesTheSettingAndSpendsNothing() throws Exception {
    try (Scene scene = speakingTls(Certificate.VALID)) {
      TokenManager manager = loggedIn(scene, "{}");
      scene.expire();

      TokenException refused = catchThrowableOfType(TokenException.class, manager::token);

      assertThat(refused.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
      assertThat(refused).hasMessageContaining("network.trust");
      assertThat(scene.spends().list()).isEmpty();
      assertThat(scene.storesCurrentRefreshToken()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"WRONG_HOST, FIX_CONFIGURATION", "EXPIRED, TRY_LATER"})
  void token_certificateIsBad_spendsNothing(Certificate kind, Reason reason) throws Exception {
    try (Scene scene = speakingTls(kind)) {
      TokenManager manager = loggedIn(scene, trusting(scene));
      scene.expire();

      TokenException refused = catchThrowableOfType(TokenException.class, manager::token);

      assertThat(refused.reason()).isEqualTo(reason);
      assertThat(scene.spends().list()).isEmpty();
      assertThat(scene.storesCurrentRefreshToken()).isTrue();
    }
  }

  private Scene speakingTls(Certificate kind) {
    Simulator.Builder simulator = Simulator.builder().accessTtl(Duration.ofHours(1)).tls(kind);
    return Scene.of(home.resolve("state"), simulator, ReplayPolicy.UNKNOWN);
  }

  private TokenManager loggedIn(Scene scene, String json) throws IOException {
    Path file = home.resolve("settings.json");
    Files.writeString(file, json);
    Settings settings = new Settings(file, null);
    TokenManager manager =
        scene.manager(builder -> builder.environment(Map.of()).settings(settings));
    manager.login(scene.freshGrant());
    return manager;
  }

  private String trusting(Scene scene) throws IOException {
    Path pem = home.resolve("ca.pem");
    Files.writeString(pem, scene.simulator.caCertificate());
    return "{\"network\": {\"trust\": \"" + pem + "\"}}";
  }
}
