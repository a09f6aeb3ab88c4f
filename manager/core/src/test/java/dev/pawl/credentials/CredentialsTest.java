package dev.pawl.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.credentials.Explanation.Row;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which credential a process gets, and that it never gets another identity by accident. */
final class CredentialsTest {
  private static final String ORGANIZATION = "0b5d1a3e-7c52-4f7f-9f1e-3a1f0c9d2e11";
  private static final Account SUBSCRIBER =
      new Account("oauth", "alice@example.com", ORGANIZATION, "Example", Billing.SUBSCRIPTION);

  @TempDir Path directory;
  private Workplace place = new Workplace(Path.of("."));

  @BeforeEach
  void prepare() {
    place = new Workplace(directory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ANTHROPIC_AUTH_TOKEN",
        "CLAUDE_CODE_OAUTH_TOKEN",
        "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR"
      })
  void token_emptyVariable_isIgnoredWithANote(String variable) {
    place.set(variable, "").set("ANTHROPIC_API_KEY", "key");

    try (Credentials credentials = place.credentials()) {
      assertThat(credentials.token().value()).isEqualTo("key");
      assertThat(row(credentials, variable).state()).isEqualTo("empty");
      assertThat(row(credentials, variable).why()).contains("empty");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC_AUTH_TOKEN,two words",
    "ANTHROPIC_AUTH_TOKEN,'  '",
    "CLAUDE_CODE_OAUTH_TOKEN,caf\u00e9",
    "CLAUDE_CODE_OAUTH_TOKEN,line\u0009tab",
    "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR,none",
    "CLAUDE_CODE_USE_BEDROCK,perhaps",
  })
  void token_brokenVariable_isAnErrorAndNoOtherIdentity(String variable, String value) {
    place.set(variable, value).set("ANTHROPIC_API_KEY", "key").logIn(SUBSCRIBER);

    try (Credentials credentials = place.credentials()) {
      assertThatThrownBy(credentials::token)
          .hasMessageContaining(variable)
          .hasMessageNotContaining(value)
          .extracting(e -> ((TokenException) e).reason())
          .isEqualTo(Reason.FIX_CONFIGURATION);
      assertThat(row(credentials, variable).state()).isEqualTo("broken");
      assertThat(row(credentials, "login").state()).isEqualTo("shadowed");
      assertThat(credentials.status().usable()).isFalse();
    }
  }

  @Test
  void token_absurdlyLongVariable_isAnError() {
    place.set("ANTHROPIC_API_KEY", "k".repeat(16_385));

    try (Credentials credentials = place.credentials()) {
      assertThatThrownBy(credentials::token).hasMessageContaining("16384");
    }
  }

  @Test
  void renew_rejectedVariable_isNeverReplaced() {
    place.set("CLAUDE_CODE_OAUTH_TOKEN", "first").set("ANTHROPIC_API_KEY", "k").logIn(SUBSCRIBER);

    try (Credentials credentials = place.credentials()) {
      Token token = credentials.token();

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> credentials.renew(token))
            .hasMessageContaining("CLAUDE_CODE_OAUTH_TOKEN")
            .hasMessageNotContaining("first")
            .extracting(e -> ((TokenException) e).reason())
            .isEqualTo(Reason.FIX_CONFIGURATION);
      }
      assertThat(credentials.token()).isEqualTo(token);
    }
  }

  @Test
  void token_loggedOutLater_doesNotBecomeTheKey() {
    place.logIn(SUBSCRIBER).set("ANTHROPIC_API_KEY", "key");

    try (Credentials credentials = place.credentials()) {
      assertThat(credentials.token().value()).isEqualTo("login-token");
      place.logOut();

      assertThatThrownBy(credentials::token)
          .extracting(e -> ((TokenException) e).reason())
          .isEqualTo(Reason.LOG_IN);
    }
    try (Credentials later = place.credentials()) {
      assertThat(later.token().value()).isEqualTo("key");
    }
  }

  @Test
  void token_damagedLogin_doesNotBecomeTheKey() throws Exception {
    place.logIn(SUBSCRIBER).set("ANTHROPIC_API_KEY", "key");
    Path grants = directory.resolve("state/grants");
    Files.writeString(grants.resolve("default.json"), "{\"acc");
    Files.delete(grants.resolve("default.json.copy"));
    Files.delete(directory.resolve("state/cache"));

    try (Credentials credentials = place.credentials()) {
      assertThatThrownBy(credentials::token)
          .extracting(e -> ((TokenException) e).reason())
          .isEqualTo(Reason.LOG_IN);
    }
  }

  @Test
  void token_keyAlone_createsNothing() {
    place.set("ANTHROPIC_API_KEY", "key");

    try (Credentials credentials = place.credentials()) {
      assertThat(credentials.token().value()).isEqualTo("key");
      assertThat(credentials.status().usable()).isTrue();
      assertThat(directory.resolve("state")).doesNotExist();
    }
  }

  @Test
  void token_noPlaceForAState_givesTheKeyAllTheSame() {
    place.variables.remove("PAWL_HOME");
    place.set("ANTHROPIC_API_KEY", "key");

    try (Credentials credentials = place.credentials()) {
      assertThat(credentials.token().value()).isEqualTo("key");
    }
    place.variables.remove("ANTHROPIC_API_KEY");
    try (Credentials credentials = place.credentials()) {
      assertThatThrownBy(credentials::token).hasMessageContaining("PAWL_HOME");
    }
  }

  @Test
  void source_variable_choosesLikeTheOption() {
    place.set("ANTHROPIC_API_KEY", "key").set("ANTHROPIC_AUTH_TOKEN", "token");
    place.set("PAWL_SOURCE", "anthropic_api_key");

    try (Credentials credentials = place.credentials()) {
      assertThat(credentials.token().value()).isEqualTo("key");
    }
    try (Credentials credentials = place.credentials("no-such-source")) {
      assertThatThrownBy(credentials::token).hasMessageContaining("ANTHROPIC_AUTH_TOKEN, ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ANTHROPIC_AUTH_TOKEN",
        "CLAUDE_CODE_OAUTH_TOKEN",
        "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR",
        "ANTHROPIC_API_KEY",
        "CLAUDE_CODE_USE_BEDROCK",
        "CLAUDE_CODE_USE_VERTEX"
      })
  void token_profileNamedInTheProgram_isThatLoginWhateverElseIsSet(String variable) {
    place.logIn(SUBSCRIBER).set(variable, "1").set("PAWL_SOURCE", variable);

    try (Credentials named = Credentials.builder(place.login().profile("default")).build()) {
      assertThat(named.token().value()).isEqualTo("login-token");
      assertThat(named.status().usable()).isTrue();
      assertThat(Objects.requireNonNull(named.explain().decided()).source()).isEqualTo("login");
    }
    try (Credentials unnamed = place.credentials()) {
      assertThat(Objects.requireNonNull(unnamed.explain().decided()).source()).isEqualTo(variable);
    }
  }

  @Test
  void token_profileNamedByItsVariable_isThatLoginUnlessASourceIsNamed() throws Exception {
    place.user("{\"apiKeyHelper\": \"echo helper-key\"}").logIn(SUBSCRIBER);
    place.set("ANTHROPIC_AUTH_TOKEN", "token").set("PAWL_PROFILE", "default");

    try (Credentials credentials = place.credentials()) {
      assertThat(credentials.token().value()).isEqualTo("login-token");
      assertThat(row(credentials, "ANTHROPIC_AUTH_TOKEN").why())
          .isEqualTo("profile default was named, which means its login alone");
    }
    try (Credentials credentials = place.credentials("ANTHROPIC_AUTH_TOKEN")) {
      assertThat(credentials.token().value()).isEqualTo("token");
    }
    place.set("PAWL_SOURCE", "ANTHROPIC_AUTH_TOKEN");
    try (Credentials credentials = place.credentials()) {
      assertThat(credentials.token().value()).isEqualTo("token");
    }
  }

  @Test
  void token_profileNamedAndNobodyLoggedIn_isNoOtherIdentity() {
    place.set("ANTHROPIC_API_KEY", "key");

    try (Credentials named = Credentials.builder(place.login().profile("work")).build()) {
      assertThatThrownBy(named::token)
          .isInstanceOfSatisfying(
              TokenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOG_IN));
    }
  }

  @Test
  void explain_login_tellsAccountAndBilling() {
    place.logIn(SUBSCRIBER);

    try (Credentials credentials = place.credentials()) {
      Row row = row(credentials, "login");

      assertThat(row.state()).isEqualTo("chosen");
      assertThat(row.billing()).isEqualTo(Billing.SUBSCRIPTION);
      Explanation.Details details = Objects.requireNonNull(row.details());
      assertThat(details.account()).isEqualTo(SUBSCRIBER);
      assertThat(details.generation()).isPositive();
      assertThat(credentials.explain().toString()).doesNotContain("login-token", "login-refresh");
    }
  }

  @Test
  void explain_precedenceInAFile_namesItsLine() throws Exception {
    place.user("{\n  \"profiles\": {\"precedence\": {}},\n  \"precedence\": \"current\"\n}\n");

    try (Credentials credentials = place.credentials()) {
      assertThat(credentials.explain().precedence()).isEqualTo(Precedence.KEYS_FIRST);
      assertThat(credentials.explain().decidedBy()).endsWith("settings.json, line 3");
    }
    place.user("{\"precedence\": \"newest\"}");
    try (Credentials credentials = place.credentials()) {
      assertThatThrownBy(credentials::explain)
          .hasMessageContaining("settings.json: field precedence")
          .hasMessageNotContaining("newest");
    }
  }

  @Test
  void token_forcedOrganization_forbidsKeysButNotClouds() throws Exception {
    place.managed("{\"forceLoginOrgUUID\": \"" + ORGANIZATION + "\"}");
    for (String variable : List.of("ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY")) {
      Workplace forced = new Workplace(directory).set(variable, "secret");
      try (Credentials credentials = forced.credentials()) {
        assertThatThrownBy(credentials::token)
            .hasMessageContaining("managed-settings.json")
            .hasMessageContaining(variable);
      }
    }
    try (Credentials credentials = place.logIn(SUBSCRIBER).credentials()) {
      assertThat(credentials.token().value()).isEqualTo("login-token");
    }
    place.set("CLAUDE_CODE_USE_BEDROCK", "true");
    try (Credentials credentials = place.credentials()) {
      assertThatThrownBy(credentials::token).hasMessageContaining("Amazon Bedrock");
    }
  }

  @Test
  void billing_changed_isSaidOnce() {
    place.logIn(SUBSCRIBER);
    List<String> said = new ArrayList<>();
    Map<String, String> key = Map.of("ANTHROPIC_AUTH_TOKEN", "", "ANTHROPIC_API_KEY", "key");
    place.variables.putAll(key);

    for (int i = 0; i < 3; i++) {
      try (Credentials credentials =
          Credentials.builder(place.login())
              .source("ANTHROPIC_API_KEY")
              .notices(said::add)
              .build()) {
        assertThat(credentials.token().value()).isEqualTo("key");
      }
    }

    assertThat(said).hasSize(1);
    assertThat(said.get(0)).contains("each token", "ANTHROPIC_API_KEY", "a subscription");
  }

  @Test
  void billing_changeForbidden_isAnErrorUntilItIsBack() throws Exception {
    place.logIn(SUBSCRIBER).set("ANTHROPIC_API_KEY", "key");
    place.managed("{\"billingChange\": \"forbid\"}");

    try (Credentials credentials = place.credentials("ANTHROPIC_API_KEY")) {
      assertThatThrownBy(credentials::token)
          .hasMessageContaining("managed-settings.json")
          .hasMessageContaining("billingChange");
    }
    try (Credentials credentials = place.credentials("login")) {
      assertThat(credentials.token().value()).isEqualTo("login-token");
    }
    Account other = new Account("console", "", "", "", Billing.PER_TOKEN);
    assertThatThrownBy(() -> place.logIn(other)).hasMessageContaining("billingChange");
  }

  @Test
  void glance_variableOfTheChain_givesUp() {
    place.logIn(SUBSCRIBER);
    Map<String, String> plain = place.variables;
    assertThat(FastPath.ofChosen(plain, "default")).isNotNull();

    try (Credentials credentials = place.credentials()) {
      for (Row row : credentials.explain().rows()) {
        if (!List.of("login", "apiKeyHelper").contains(row.source())) {
          assertThat(FastPath.VARIABLES).contains(row.source());
          Workplace with = new Workplace(directory).set(row.source(), "1");
          assertThat(FastPath.ofChosen(with.variables, "default")).isNull();
          assertThat(FastPath.ofNamed(with.variables, "default")).isNotNull();
        }
      }
    }
  }

  private static Row row(Credentials credentials, String source) {
    return credentials.explain().rows().stream()
        .filter(row -> row.source().equals(source))
        .findFirst()
        .orElseThrow();
  }
}
