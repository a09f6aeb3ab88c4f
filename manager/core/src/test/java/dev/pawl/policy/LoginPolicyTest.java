package dev.pawl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which logins the managed settings permit. */
final class LoginPolicyTest {
  private static final String OURS = "0b5d1a3e-7c52-4f7f-9f1e-3a1f0c9d2e11";
  private static final String OTHER = "aaaaaaaa-7c52-4f7f-9f1e-3a1f0c9d2e11";

  @TempDir Path directory;

  @Test
  void refusal_nothingManaged_permitsAll() throws Exception {
    user("{\"forceLoginMethod\": \"console\", \"forceLoginOrgUUID\": \"" + OTHER + "\"}");

    LoginPolicy policy = policy();

    assertThat(policy.refusal(Account.UNKNOWN)).isNull();
    assertThat(policy.refusalOf("ANTHROPIC_API_KEY")).isNull();
  }

  @Test
  void refusal_methodForced_permitsThatAlone() throws Exception {
    managed("{\"forceLoginMethod\": \"console\"}");

    LoginPolicy policy = policy();

    assertThat(policy.method()).isEqualTo("console");
    assertThat(policy.refusal(account("console", OTHER))).isNull();
    assertThat(policy.refusal(account("claudeai", OTHER)))
        .hasMessageContaining("managed-settings.json")
        .hasMessageContaining("forceLoginMethod")
        .extracting(TokenException::reason)
        .isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
    assertThat(policy.refusal(account("Console", OTHER))).isNotNull();
    assertThat(policy.refusal(Account.UNKNOWN)).isNotNull();
    assertThat(policy.refusalOf("apiKeyHelper")).isNull();
  }

  @Test
  void refusal_organizationForced_comparesUuidsWithoutCase() throws Exception {
    managed("{\"forceLoginOrgUUID\": \"" + OURS.toUpperCase(java.util.Locale.ROOT) + "\"}");

    LoginPolicy policy = policy();

    assertThat(policy.refusal(account("oauth", OURS))).isNull();
    assertThat(policy.refusal(account("oauth", OTHER))).hasMessageContaining("forceLoginOrgUUID");
    assertThat(policy.refusal(account("oauth", ""))).isNotNull();
    assertThat(policy.refusalOf("ANTHROPIC_AUTH_TOKEN")).hasMessageContaining("managed-settings");
  }

  @Test
  void refusal_severalOrganizations_permitsEach() throws Exception {
    managed("{\"forceLoginOrgUUID\": [\"" + OURS + "\", \"" + OTHER + "\"]}");

    LoginPolicy policy = policy();

    assertThat(policy.refusal(account("oauth", OURS))).isNull();
    assertThat(policy.refusal(account("oauth", OTHER))).isNull();
    assertThat(policy.organizations()).containsExactlyInAnyOrder(OURS, OTHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"forceLoginOrgUUID\": []",
        "\"forceLoginOrgUUID\": \"\"",
        "\"forceLoginOrgUUID\": null",
        "\"forceLoginOrgUUID\": 7",
        "\"forceLoginOrgUUID\": {}",
        "\"forceLoginOrgUUID\": \"our-company\"",
        "\"forceLoginOrgUUID\": \"1-1-1-1-1\"",
        "\"forceLoginOrgUUID\": [\"" + OURS + "\", \"\"]",
        "\"forceLoginOrgUUID\": [[\"" + OURS + "\"]]",
        "\"forceLoginMethod\": \"\"",
        "\"forceLoginMethod\": null",
        "\"forceLoginMethod\": [\"console\"]",
        "\"forceLoginMethod\": \"oidc\"",
      })
  void refusal_unparsable_permitsNobody(String field) throws Exception {
    managed("{" + field + "}");

    LoginPolicy policy = policy();

    assertThat(policy.refusal(account("console", OURS)))
        .hasMessageContaining("managed-settings.json: field forceLogin");
    assertThat(policy.refusalOf("ANTHROPIC_API_KEY")).isNotNull();
  }

  @Test
  void of_malformedFile_namesIt() throws Exception {
    managed("{\"forceLoginOrgUUID\": ");

    assertThatThrownBy(this::policy)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("managed-settings.json");
  }

  @Test
  void refusalToStart_keyOrHelper_forbidsToStartALogin() throws Exception {
    assertThat(LoginPolicy.refusalToStart(Map.of("ANTHROPIC_API_KEY", ""), settings())).isNull();
    assertThat(LoginPolicy.refusalToStart(Map.of("ANTHROPIC_API_KEY", "k"), settings()))
        .hasMessageContaining("ANTHROPIC_API_KEY")
        .hasMessageNotContaining("k,");

    user("{\"apiKeyHelper\": \"/opt/key\"}");

    assertThat(LoginPolicy.refusalToStart(Map.of(), settings()))
        .hasMessageContaining("apiKeyHelper in")
        .hasMessageNotContaining("/opt/key");
  }

  private static Account account(String method, String organization) {
    return new Account(method, "a@example.com", organization, "", Billing.UNKNOWN);
  }

  private LoginPolicy policy() throws SettingsException {
    return LoginPolicy.of(settings());
  }

  private Settings settings() {
    return new Settings(
        directory.resolve("settings.json"), directory.resolve("managed-settings.json"));
  }

  private void user(String json) throws IOException {
    Files.writeString(directory.resolve("settings.json"), json);
  }

  private void managed(String json) throws IOException {
    Files.writeString(directory.resolve("managed-settings.json"), json);
  }
}
