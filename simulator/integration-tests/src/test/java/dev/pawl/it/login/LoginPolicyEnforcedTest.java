package dev.pawl.it.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.UserScene;
import dev.pawl.settings.Settings;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Grant;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Status;
import dev.pawl.token.TokenException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A forced organization, enforced at login, at load and at every refresh. */
class LoginPolicyEnforcedTest {
  private static final String OURS = "0b5d1a3e-7c52-4f7f-9f1e-3a1f0c9d2e11";
  private static final String OTHER = "aaaaaaaa-7c52-4f7f-9f1e-3a1f0c9d2e11";

  @RegisterExtension final UserScene scene = UserScene.strict();
  @TempDir Path etc;

  @Test
  void login_otherOrganization_storesNothing() throws Exception {
    force(OURS);
    TokenManager manager = scene.manager(managed(CacheMode.SHARED));

    assertThatThrownBy(() -> manager.login(of(OTHER, scene.freshGrant())))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("managed-settings.json");

    assertThat(scene.grantFile()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void token_otherOrganizationStored_isNotServed(CacheMode cache) throws Exception {
    TokenManager running = scene.manager(managed(cache));
    running.login(of(OTHER, scene.freshGrant()));
    assertThat(running.token().value()).isNotEmpty();

    force(OURS);
    scene.simulator.clock().advance(Duration.ofSeconds(2));

    assertForbidden(running);
    assertForbidden(scene.manager(managed(cache)));
    assertForbidden(running);
    scene.expire();
    assertForbidden(running);
    assertThat(running.status().usable()).isFalse();
    assertThat(running.status().state()).isEqualTo(Status.State.MISCONFIGURED);
    assertThat(scene.spends().list()).isEmpty();

    force(OTHER);
    scene.simulator.clock().advance(Duration.ofSeconds(2));
    assertThat(running.token().value()).isNotEmpty();
  }

  @Test
  void token_permittedOrganization_isRefreshedAndStaysPermitted() throws Exception {
    force(OURS);
    TokenManager manager = scene.manager(managed(CacheMode.SHARED));
    manager.login(of(OURS, scene.freshGrant()));

    scene.expire();
    String second = manager.token().value();
    scene.expire();

    assertThat(manager.token().value()).isNotEqualTo(second);
    assertThat(scene.spends().list()).hasSize(2);
  }

  private static void assertForbidden(TokenManager manager) {
    assertThatThrownBy(manager::token)
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("managed-settings.json")
        .extracting(e -> ((TokenException) e).reason())
        .isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
  }

  private static Grant of(String organization, Grant grant) {
    return new Account("oauth", "a@example.com", organization, "", Billing.SUBSCRIPTION).on(grant);
  }

  private UnaryOperator<TokenManager.Builder> managed(CacheMode cache) {
    Settings settings = new Settings(null, etc.resolve("managed-settings.json"));
    return builder -> builder.settings(settings).cache(cache);
  }

  private void force(String organization) throws Exception {
    Files.writeString(
        etc.resolve("managed-settings.json"), "{\"forceLoginOrgUUID\": \"" + organization + "\"}");
  }
}
