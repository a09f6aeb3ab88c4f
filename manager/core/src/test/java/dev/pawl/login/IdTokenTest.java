package dev.pawl.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.json.Json;
import dev.pawl.signing.SignatureVerdict;
import dev.pawl.spi.Account;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.ReplayPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdTokenTest {
  private static final long NOW = 1_796_000_000_000L;
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private final Map<String, @Nullable Object> claims = new LinkedHashMap<>();

  IdTokenTest() {
    claims.put("iss", "https://issuer.example");
    claims.put("aud", "app");
    claims.put("exp", NOW / 1_000 + 60);
    claims.put("sub", "4711");
    claims.put("email", "alice@example.com");
    claims.put("org_id", "org-1");
  }

  @Test
  void told_tokenOfThisLogin_givesAccountAndOrganization() {
    Account account = account("https://issuer.example");

    assertThat(account.email()).isEqualTo("alice@example.com");
    assertThat(account.organization()).isEqualTo("org-1");
  }

  @Test
  void told_audienceIsAListAndTheClientIsNamedAsParty_isBelieved() {
    claims.put("aud", List.of("api", "app"));
    claims.put("azp", "app");

    assertThat(account("https://issuer.example").email()).isEqualTo("alice@example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "iss, https://another.example",
    "iss, https://issuer.example/",
    "aud, another",
    "azp, another",
    "iss, ''"
  })
  void told_tokenOfAnotherLogin_saysNothingOfThisOne(String claim, String value) {
    claims.put(claim, value);

    assertThat(account("https://issuer.example")).isEqualTo(Account.UNKNOWN);
  }

  @Test
  void told_tokenThatHasEnded_isBelievedForAsLongAsAClockMayBeWrong() {
    claims.put("exp", NOW / 1_000 - 599);
    Account within = account("https://issuer.example");
    claims.put("exp", NOW / 1_000 - 601);
    Account beyond = account("https://issuer.example");

    assertThat(within.email()).isEqualTo("alice@example.com");
    assertThat(beyond).isEqualTo(Account.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"GOOD, true", "NOT_LOOKED_AT, true", "BAD, false", "UNKNOWN_KEY, false"})
  void told_signature_isBelievedUnlessItIsNotTheIssuers(
      SignatureVerdict signature, boolean believed) {
    Map<String, Object> answer = Map.of("id_token", token());

    Account account = account(answer, signature);

    assertThat(account.email()).isEqualTo(believed ? "alice@example.com" : "");
  }

  private Account account(
      Map<String, ? extends @Nullable Object> answer, SignatureVerdict signature) {
    return Account.UNKNOWN.toldBy(
        IdToken.told(answer, client("https://issuer.example"), NOW, any -> signature));
  }

  @Test
  void told_tokenWithoutAnEnd_isNotBelieved() {
    claims.remove("exp");

    assertThat(account("https://issuer.example")).isEqualTo(Account.UNKNOWN);
  }

  @Test
  void told_googleLeavesTheSchemeOut_isBelieved() {
    claims.put("iss", "accounts.google.com");

    assertThat(account("https://accounts.google.com").email()).isEqualTo("alice@example.com");
    assertThat(account("https://accounts.google.com.evil.example")).isEqualTo(Account.UNKNOWN);
  }

  @Test
  void told_issuerStandsForAllTenants_isOfTheOneThatTheTokenNames() {
    claims.remove("email");
    claims.put("preferred_username", "alice@contoso.example");
    claims.put("iss", "https://login.microsoftonline.com/" + TENANT + "/v2.0");
    claims.put("tid", TENANT);

    Account account = account("https://login.microsoftonline.com/common/v2.0");

    assertThat(account.email()).isEqualTo("alice@contoso.example");
    assertThat(account.organization()).isEqualTo(TENANT);
  }

  @Test
  void told_answerNamesTheAccountItself_isHeardFirst() {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("id_token", token());
    answer.put("account", Map.of("email_address", "bob@example.com"));

    Account account = account(answer, SignatureVerdict.GOOD);

    assertThat(account.email()).isEqualTo("bob@example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b", "a.!!.c", "a.e30.c", "a.W10.c", "a.bm8.c"})
  void told_noToken_saysNothing(String text) {
    Map<String, Object> answer = Map.of("id_token", text);

    Account account = account(answer, SignatureVerdict.GOOD);

    assertThat(account).isEqualTo(Account.UNKNOWN);
  }

  private Account account(String issuer) {
    return Account.UNKNOWN.toldBy(
        IdToken.told(
            Map.of("id_token", token()), client(issuer), NOW, any -> SignatureVerdict.GOOD));
  }

  private String token() {
    byte[] payload = Json.write(claims).getBytes(StandardCharsets.UTF_8);
    return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(payload) + ".c2ln";
  }

  private static ClientRegistration client(String issuer) {
    return new ClientRegistration(
        issuer, URI.create("https://issuer.example/token"), null, "app", "", ReplayPolicy.UNKNOWN);
  }
}
