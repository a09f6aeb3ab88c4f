package dev.pawl.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logouts whose revocation the server does not confirm. */
final class LogoutTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @Test
  void logout_serverIsAway_warnsAndTheNextLogoutRevokes() throws IOException {
    String refresh = loggedIn();
    scene.simulator.down();

    CommandRun away = logout();
    scene.simulator.up();
    boolean current = scene.simulator.isCurrentRefreshToken(refresh);
    CommandRun back = logout();

    assertThat(away.exit()).isZero();
    assertThat(away.out()).startsWith("logged out profile default");
    assertThat(away.err())
        .contains("may still be valid", "pawl logout", scene.grantFile().toString())
        .doesNotContain(refresh);
    assertThat(current).isTrue();
    assertThat(back.err()).isEmpty();
    assertThat(scene.simulator.isCurrentRefreshToken(refresh)).isFalse();
    assertThat(Files.readString(scene.grantFile())).doesNotContain(refresh);
  }

  @Test
  void logout_serverIsAway_theNextLoginRevokes() {
    loggedIn();
    scene.simulator.down();
    CommandRun away = logout();
    scene.simulator.up();

    scene.manager().login(scene.freshGrant());

    assertThat(away.exit()).isZero();
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertThat(scene.simulator.isFamilyAlive("F2")).isTrue();
  }

  @Test
  void logout_serverCannotRevoke_warnsAndKeepsNothing() throws IOException {
    Grant grant = scene.freshGrant();
    ClientRegistration client = scene.client();
    ClientRegistration bare =
        new ClientRegistration(
            client.issuer(), client.tokenEndpoint(), null, client.clientId(), "", client.replay());
    scene.manager().login(Grant.login(bare, grant.tokens()));

    CommandRun logout = logout();

    assertThat(logout.exit()).isZero();
    assertThat(logout.err()).contains("may still be valid", "erased here").doesNotContain("next:");
    assertThat(Files.readString(scene.grantFile()))
        .doesNotContain(String.valueOf(grant.tokens().refresh()));
  }

  private String loggedIn() {
    Grant grant = scene.freshGrant();
    TokenManager manager = scene.manager();
    manager.login(grant);
    return Objects.requireNonNull(grant.tokens().refresh());
  }

  private CommandRun logout() {
    return scene.run("logout");
  }
}
