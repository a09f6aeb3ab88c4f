package dev.pawl.it.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.Scene;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.token.Token;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the manager makes of connections that are cut on the way. */
@Timeout(120)
class CutConnectionTest {
  @TempDir Path home;

  @Test
  void token_answerIsCutBehindTheNewRefreshToken_isOneSpendAndTheLoginLivesOn() throws Exception {
    try (Scene scene = cut()) {
      TokenManager manager = scene.loggedIn();
      int known = bytesThroughTheRefreshToken(scene.simulator);
      scene.simulator.cutBeforeIssuer().add("connection#1: ANSWER(" + known + ") reset");
      scene.expire();

      Token afterTheCut = manager.token();
      scene.expire();
      Token afterwards = manager.token();

      assertThat(scene.isAccepted(afterTheCut)).isTrue();
      assertThat(afterwards.generation()).isEqualTo(afterTheCut.generation() + 1);
      assertThat(scene.storesCurrentRefreshToken()).isTrue();
      scene.simulator.ledger().spends("F1").areExactly(2).with(Outcome.GRANTED).areExactly(2);
      assertThat(scene.simulator.ledger().spentTwice()).isEmpty();
    }
  }

  /**
   * Spends a token of another family by hand and measures: what follows the refresh token in the
   * answer is longer than what the heads of two clients' answers may differ by.
   */
  private static int bytesThroughTheRefreshToken(Simulator simulator) throws IOException {
    IssuedGrant other = simulator.newFamily("bob");
    String body =
        "grant_type=refresh_token&client_id="
            + simulator.clientId()
            + "&refresh_token="
            + other.refreshToken();
    String request =
        "POST /oauth/token HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    URI behind = simulator.cutBeforeIssuer().target();
    try (Socket socket = new Socket(behind.getHost(), behind.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.indexOf("\"scope\"");
    }
  }

  private Scene cut() {
    return Scene.of(
        home,
        Simulator.builder()
            .policy(RotationPolicy.STRICT_FAMILY)
            .accessTtl(Duration.ofHours(1))
            .cut(),
        ReplayPolicy.UNKNOWN);
  }
}
