package dev.pawl.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.spi.ClientAuthentication.Method;
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

    FormRequest request = credential.request(ENDPOINT, Map.of("a", "b"), "my client");

    // printf 'my+client:p%%40ss%%3Aw%%25rd+%%2B' | base64
    assertThat(request.headers())
        .containsEntry("Authorization", "Basic bXkrY2xpZW50OnAlNDBzcyUzQXclMjVyZCslMkI=");
    assertThat(request.fields()).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void request_post_sendsBothInTheFormAndNoHeader() {
    ClientCredential credential = new ClientCredential(Method.CLIENT_SECRET_POST, "s");

    FormRequest request = credential.request(ENDPOINT, Map.of("a", "b"), "c");

    assertThat(request.headers()).isEmpty();
    assertThat(request.fields())
        .isEqualTo(Map.of("a", "b", "client_id", "c", "client_secret", "s"));
  }

  @Test
  void request_public_namesTheClientAlone() {
    FormRequest request = ClientCredential.NONE.request(ENDPOINT, Map.of(), "c");

    assertThat(request.headers()).isEmpty();
    assertThat(request.fields()).isEqualTo(Map.of("client_id", "c"));
  }

  @Test
  void toString_ofAll_hasNoSecret() {
    ClientCredential credential = new ClientCredential(Method.CLIENT_SECRET_POST, "a-secret");

    assertThat(credential + " " + credential.request(ENDPOINT, Map.of(), "c"))
        .doesNotContain("a-secret");
  }

  @Test
  void new_secretMissingOrUseless_isRefused() {
    assertThatThrownBy(() -> new ClientCredential(Method.CLIENT_SECRET_BASIC, ""))
        .hasMessageContaining("needs a secret");
    assertThatThrownBy(() -> new ClientCredential(Method.NONE, "a-secret"))
        .hasMessageNotContaining("a-secret");
  }
}
