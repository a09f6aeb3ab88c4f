package dev.pawl.oauth;

import static dev.pawl.oauth.Spends.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.oauth.client.AuthorizationGrant;
import dev.pawl.oauth.client.ClientCredential;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.TokenSet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How servers say that they do not believe a client, and what says that of its token instead. */
class RefusedClientTest {
  private static final String SECRET = "the-secret-of-this-client";
  private static final ClientRegistration CLIENT =
      Spends.client(URI.create("https://issuer.example/token"));
  private static final Presentation PRESENTED =
      new Presentation(
          CLIENT,
          new ClientCredential(Method.CLIENT_SECRET_BASIC, SECRET).prove(CLIENT),
          Spends.REFRESH,
          AuthorizationGrant.refresh(Spends.REFRESH),
          false,
          null,
          ErrorCodes.NONE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":\"invalid_client\"}",
        "{\"error\":\"unauthorized_client\",\"error_description\":\"Invalid credentials\"}",
        "{\"error\":\"unauthorized\",\"error_description\":\"Bad credentials\"}",
        "{\"status\":401,\"error\":\"Unauthorized\"}",
        "{\"message\":\"Unauthorized\"}",
        "<html>who are you?</html>",
        ""
      })
  void read_status401ToASecret_isOfTheClientAndNotOfTheToken(String body) {
    SpendOutcome outcome = Spends.read(PRESENTED, answer("401 Unauthorized", body), true);

    assertThat(outcome).isInstanceOf(SpendOutcome.Misconfigured.class);
    assertThat(((SpendOutcome.Misconfigured) outcome).unauthenticated()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"temporarily_unavailable", "slow_down", "server_error"})
  void read_status401ThatMayPass_isNoVerdictOnTheClient(String error) {
    SpendOutcome outcome =
        Spends.read(PRESENTED, answer("401 Unauthorized", "{\"error\":\"" + error + "\"}"), true);

    assertThat(outcome).isNotInstanceOf(SpendOutcome.Misconfigured.class);
  }

  @Test
  void read_status401WhoseWordsSpeakOfTheToken_isOfTheToken() {
    String body = "{\"message\":\"Refresh token expired\"}";

    SpendOutcome outcome = Spends.read(PRESENTED, answer("401 Unauthorized", body), true);

    assertThat(outcome).isInstanceOf(SpendOutcome.Dead.class);
  }

  @Test
  void read_programIsRefused_isNeverTheEndOfALogin() {
    String program = String.valueOf(TokenSet.minted(GrantType.CLIENT_CREDENTIALS).refresh());
    Presentation asked = Presentation.before(CLIENT, program, false, null, ErrorCodes.NONE);

    SpendOutcome outcome =
        Spends.read(asked, answer("403 Forbidden", "{\"error\":\"access_denied\"}"), true);

    assertThat(outcome).isEqualTo(new SpendOutcome.Misconfigured("access_denied", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_grant", "invalid_token", "refresh_token_expired"})
  void read_status401ThatSpeaksOfTheToken_isOfTheToken(String error) {
    SpendOutcome outcome =
        Spends.read(PRESENTED, answer("401 Unauthorized", "{\"error\":\"" + error + "\"}"), true);

    assertThat(outcome).isInstanceOf(SpendOutcome.Dead.class);
  }

  @Test
  void read_metadataOfTheClientIsInvalid_isNotOfWhoItIs() {
    SpendOutcome outcome =
        Spends.read(
            PRESENTED, answer("400 Bad Request", "{\"error\":\"invalid_client_metadata\"}"), true);

    assertThat(outcome).isEqualTo(new SpendOutcome.Misconfigured("invalid_client_metadata", ""));
  }

  @Test
  void read_serverEchoesTheSecret_showsNothingOfIt() {
    byte[] pair = (CLIENT.clientId() + ":" + SECRET).getBytes(StandardCharsets.US_ASCII);
    String basic = Base64.getEncoder().encodeToString(pair);
    String body =
        "{\"error\":\"invalid_client\",\"error_description\":\""
            + SECRET
            + " Basic "
            + basic
            + "\"}";

    SpendOutcome outcome = Spends.read(PRESENTED, answer("401 Unauthorized", body), true);

    assertThat(outcome.toString()).doesNotContain(SECRET, basic, basic.substring(10, 20));
  }

  @Test
  void read_byWhoDoesNotHaveTheSecret_showsNoWordsOfTheServer() {
    Presentation later = Presentation.before(CLIENT, Spends.REFRESH, true, null, ErrorCodes.NONE);
    String body = "{\"error\":\"invalid_client\",\"error_description\":\"" + SECRET + "\"}";

    SpendOutcome outcome = Spends.read(later, answer("401 Unauthorized", body), true);

    assertThat(outcome).isEqualTo(new SpendOutcome.Misconfigured("invalid_client", "", true));
  }
}
