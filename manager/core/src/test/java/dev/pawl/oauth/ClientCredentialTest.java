package dev.pawl.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.oauth.client.ClientCredential;
import dev.pawl.oauth.client.ClientProof;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.transport.Address;
import dev.pawl.transport.FormRequest;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientCredentialTest {
  private static final Address ENDPOINT =
      Address.of(URI.create("https://issuer.example/token"), "the token endpoint");

  @Test
  void request_basic_formEncodesBothBeforeTheyAreJoined() {
    ClientCredential credential = new ClientCredential(Method.CLIENT_SECRET_BASIC, "p@ss:w%rd +");

    FormRequest request = credential.prove(client("my client")).request(ENDPOINT, Map.of("a", "b"));

    // printf 'my+client:p%%40ss%%3Aw%%25rd+%%2B' | base64
    assertThat(request.headers())
        .containsEntry("Authorization", "Basic bXkrY2xpZW50OnAlNDBzcyUzQXclMjVyZCslMkI=");
    assertThat(request.fields()).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void request_post_sendsBothInTheFormAndNoHeader() {
    ClientCredential credential = new ClientCredential(Method.CLIENT_SECRET_POST, "s");

    FormRequest request = credential.prove(client("c")).request(ENDPOINT, Map.of("a", "b"));

    assertThat(request.headers()).isEmpty();
    assertThat(request.fields())
        .isEqualTo(Map.of("a", "b", "client_id", "c", "client_secret", "s"));
  }

  @Test
  void request_public_namesTheClientAlone() {
    FormRequest request = ClientCredential.NONE.prove(client("c")).request(ENDPOINT, Map.of());

    assertThat(request.headers()).isEmpty();
    assertThat(request.fields()).isEqualTo(Map.of("client_id", "c"));
  }

  @Test
  void fields_programAsksForItsOwnToken_haveScopeAndParametersAndNoPlaceholder() {
    ClientRegistration client =
        new ClientRegistration(
            "https://issuer.example",
            URI.create("https://issuer.example/t"),
            null,
            "c",
            "a b",
            ReplayPolicy.FREE);
    Grant login =
        LastLogin.on(
            Grant.login(client, TokenSet.minted(GrantType.CLIENT_CREDENTIALS)),
            Map.of("parameter.audience", "api", "parameter.scope", "all", "redirectUri", "x"));

    Map<String, String> fields = Presentation.of(login, ErrorCodes.NONE).fields();

    assertThat(fields)
        .isEqualTo(Map.of("grant_type", "client_credentials", "scope", "a b", "audience", "api"));
  }

  @Test
  void fields_refreshToken_areThoseOfTheProtocolAlone() {
    ClientRegistration client = Spends.client(URI.create("https://issuer.example/t"));
    Grant login =
        LastLogin.on(
            Grant.login(client, TokenSet.ofRefresh("r")), Map.of("parameter.audience", "api"));

    Map<String, String> fields = Presentation.of(login, ErrorCodes.NONE).fields();

    assertThat(fields).isEqualTo(Map.of("grant_type", "refresh_token", "refresh_token", "r"));
  }

  @Test
  void toString_ofAll_hasNoSecret() {
    ClientCredential credential = new ClientCredential(Method.CLIENT_SECRET_POST, "a-secret");

    ClientProof proof = credential.prove(client("c"));

    assertThat(credential + " " + proof + " " + proof.request(ENDPOINT, Map.of()))
        .doesNotContain("a-secret");
  }

  @Test
  void new_secretMissingOrUseless_isRefused() {
    assertThatThrownBy(() -> new ClientCredential(Method.CLIENT_SECRET_BASIC, ""))
        .hasMessageContaining("needs a secret");
    assertThatThrownBy(() -> new ClientCredential(Method.NONE, "a-secret"))
        .hasMessageNotContaining("a-secret");
  }

  private static ClientRegistration client(String id) {
    return new ClientRegistration(
        "https://issuer.example",
        URI.create("https://issuer.example/t"),
        null,
        id,
        "",
        ReplayPolicy.UNKNOWN);
  }
}
