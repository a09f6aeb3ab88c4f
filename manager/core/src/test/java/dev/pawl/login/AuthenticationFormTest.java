package dev.pawl.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.network.ConfigurationException;
import dev.pawl.settings.Settings;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.SecretReference;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret is sent as it is, a private key never: none may take the other's place. */
class AuthenticationFormTest {
  private static final String KEY = "file:/home/alice/key.jwk";
  private static final String SECRET = "file:/home/alice/secret";

  private final ClientRegistration client =
      new ClientRegistration(
          "https://issuer.example",
          URI.create("https://issuer.example/token"),
          null,
          "gateway",
          "",
          ReplayPolicy.UNKNOWN);

  @ParameterizedTest
  @CsvSource({"client_secret_basic", "client_secret_post", "client_secret_jwt", "none"})
  void fill_lastLoginHadAKeyAndAnotherMethodIsNamed_forgetsTheKey(String method) throws Exception {
    ClientAuthentication next = named(method, last(Method.PRIVATE_KEY_JWT, "clientKey", KEY));

    assertThat(next).isEqualTo(new ClientAuthentication(Method.parse(method), null));
  }

  @Test
  void fill_lastLoginHadASecretAndAKeyIsMeantNow_forgetsTheSecret() throws Exception {
    ClientAuthentication next =
        named("private_key_jwt", last(Method.CLIENT_SECRET_POST, "clientSecret", SECRET));

    assertThat(next).isEqualTo(new ClientAuthentication(Method.PRIVATE_KEY_JWT, null));
  }

  @Test
  void fill_lastLoginHadAKeyAndNothingIsNamed_keepsIt() throws Exception {
    ClientAuthentication next = fill(Map.of(), last(Method.PRIVATE_KEY_JWT, "clientKey", KEY));

    assertThat(next)
        .isEqualTo(new ClientAuthentication(Method.PRIVATE_KEY_JWT, SecretReference.parse(KEY)));
  }

  @Test
  void fill_lastLoginHadASecretAndAnotherMethodForSecretsIsNamed_keepsIt() throws Exception {
    ClientAuthentication next =
        named("client_secret_basic", last(Method.CLIENT_SECRET_POST, "clientSecret", SECRET));

    assertThat(next)
        .isEqualTo(
            new ClientAuthentication(Method.CLIENT_SECRET_BASIC, SecretReference.parse(SECRET)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', client_secret_basic",
    "client_secret_post, client_secret_post",
    "client_secret_jwt none, client_secret_jwt",
    "private_key_jwt client_secret_post client_secret_basic, client_secret_basic"
  })
  void fill_secretAndNoMethod_isWhatTheIssuerSupports(String supported, String method)
      throws Exception {
    ClientAuthentication next = fill(Map.of("clientSecret", SECRET), supported);

    assertThat(next)
        .isEqualTo(new ClientAuthentication(Method.parse(method), SecretReference.parse(SECRET)));
  }

  @ParameterizedTest
  @CsvSource({
    "clientSecret, tls_client_auth, 'client_secret_basic, client_secret_post, client_secret_jwt'",
    "clientSecret, private_key_jwt, 'client_secret_basic, client_secret_post, client_secret_jwt'",
    "clientKey, client_secret_basic tls_client_auth, private_key_jwt",
    "clientCertificate, private_key_jwt, 'tls_client_auth, self_signed_tls_client_auth'"
  })
  void fill_issuerSupportsNoneOfOurs_saysWhatItWants(String option, String supported, String ours) {
    String place = option.equals("clientKey") ? KEY : SECRET;

    assertThatThrownBy(() -> fill(Map.of(option, place), supported))
        .isInstanceOf(LoginException.class)
        .hasMessageContaining("none of " + ours)
        .hasMessageContaining(supported.replace(" ", ", "));
  }

  @ParameterizedTest
  @CsvSource({
    "'', tls_client_auth",
    "private_key_jwt self_signed_tls_client_auth, self_signed_tls_client_auth",
    "self_signed_tls_client_auth tls_client_auth, tls_client_auth"
  })
  void fill_certificateAndNoMethod_isWhatTheIssuerSupports(String supported, String method)
      throws Exception {
    ClientAuthentication next = fill(Map.of("clientCertificate", KEY), supported);

    assertThat(next)
        .isEqualTo(new ClientAuthentication(Method.parse(method), SecretReference.parse(KEY)));
  }

  @ParameterizedTest
  @CsvSource({
    "tls_client_auth, tls_client_auth",
    "self_signed_tls_client_auth, self_signed_tls_client_auth"
  })
  void fill_issuerTakesCertificatesAloneAndNoneIsNamed_isThatMethod(String supported, String method)
      throws Exception {
    ClientAuthentication next = fill(Map.of(), supported);

    assertThat(next).isEqualTo(new ClientAuthentication(Method.parse(method), null));
  }

  @Test
  void fill_issuerTakesPublicClientsToo_isPublic() throws Exception {
    assertThat(fill(Map.of(), "tls_client_auth none")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "clientCertificate, private_key_jwt, --client-certificate is for another method",
    "clientCertificate, none, --client-certificate is for another method",
    "clientKey, tls_client_auth, --client-key is for another method",
    "clientSecret, tls_client_auth, 'tls_client_auth needs --client-certificate, not'",
    "clientSecret, private_key_jwt, 'private_key_jwt needs --client-key, not'"
  })
  void fill_methodNeedsSomethingElse_saysWhat(String option, String method, String says) {
    Map<String, String> options = Map.of(option, KEY, "clientAuthentication", method);

    assertThatThrownBy(() -> fill(options, ""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(says);
  }

  @Test
  void fill_lastLoginHadACertificateAndASecretIsNamed_forgetsTheCertificate() throws Exception {
    ClientAuthentication next =
        fill(
            Map.of("clientSecret", SECRET), last(Method.TLS_CLIENT_AUTH, "clientCertificate", KEY));

    assertThat(next)
        .isEqualTo(
            new ClientAuthentication(Method.CLIENT_SECRET_BASIC, SecretReference.parse(SECRET)));
  }

  private @Nullable ClientAuthentication fill(Map<String, String> options, String supported)
      throws Exception {
    List<String> methods = supported.isEmpty() ? List.of() : List.of(supported.split(" "));
    return new AuthenticationForm(options, new Settings(null, null), "default", LastLogin.NONE)
        .fill(client, methods);
  }

  private @Nullable ClientAuthentication named(String method, LastLogin last) throws Exception {
    return fill(Map.of("clientAuthentication", method), last);
  }

  private @Nullable ClientAuthentication fill(Map<String, String> options, LastLogin last)
      throws Exception {
    return new AuthenticationForm(options, new Settings(null, null), "default", last)
        .fill(client, List.of());
  }

  private LastLogin last(Method method, String field, String place) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("issuer", client.issuer());
    fields.put("clientId", client.clientId());
    fields.put("clientAuthentication", method.word());
    fields.put(field, place);
    return new LastLogin(fields, client.tokenEndpoint(), null);
  }
}
