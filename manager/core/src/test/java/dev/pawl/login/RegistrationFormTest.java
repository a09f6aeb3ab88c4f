package dev.pawl.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.clock.TokenClock;
import dev.pawl.issuer.KnownIssuer;
import dev.pawl.network.ConfigurationException;
import dev.pawl.network.Transport;
import dev.pawl.oauth.AuthorizationServer;
import dev.pawl.oauth.RawServer;
import dev.pawl.oauth.Spends;
import dev.pawl.settings.Settings;
import dev.pawl.spi.LastLogin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an issuer's metadata make of a login. */
class RegistrationFormTest {
  private static final String PUSHED =
      "\"require_pushed_authorization_requests\":true,\"authorization_endpoint\":\"ISSUER/a\"";
  private static final String ALIASES =
      "\"authorization_endpoint\":\"ISSUER/a\",\"device_authorization_endpoint\":\"ISSUER/d\","
          + "\"userinfo_endpoint\":\"ISSUER/u\",\"revocation_endpoint\":\"ISSUER/r\","
          + "\"mtls_endpoint_aliases\":{\"token_endpoint\":\"ISSUER/m/t\","
          + "\"revocation_endpoint\":\"ISSUER/m/r\",\"userinfo_endpoint\":\"ISSUER/m/u\","
          + "\"device_authorization_endpoint\":\"ISSUER/m/d\"}";

  @Test
  void fill_pushedRequestsAreRequiredAndTheirEndpointIsMissing_saysWhatToGive() throws Exception {
    try (RawServer server = metadata(PUSHED)) {
      assertThatThrownBy(() -> fill(server, Map.of("method", "oauth")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("no pushed authorization request endpoint")
          .hasMessageContaining("--pushed-authorization-endpoint")
          .hasMessageContaining("profiles.default.pushedAuthorizationEndpoint");
    }
  }

  @Test
  void fill_pushedRequestsAreRequiredAndTheirEndpointIsGiven_isThat() throws Exception {
    try (RawServer server = metadata(PUSHED)) {
      String given = server.uri("/par").toString();

      Registration filled =
          fill(server, Map.of("method", "oauth", "pushedAuthorizationEndpoint", given));

      assertThat(filled.endpoints().pushed()).hasToString(given);
    }
  }

  @Test
  void fill_pushedRequestsAreRequiredOfBrowsers_areNoneOfADevice() throws Exception {
    try (RawServer server = metadata(PUSHED + ",\"device_authorization_endpoint\":\"ISSUER/d\"")) {
      Registration filled = fill(server, Map.of("method", "device"));

      assertThat(filled.endpoints().pushed()).isNull();
    }
  }

  @Test
  void fill_clientShowsACertificate_takesTheAliases() throws Exception {
    try (RawServer server = metadata(ALIASES)) {
      Registration filled = fill(server, Map.of("clientCertificate", "file:/client.pem"));

      assertThat(filled.client().tokenEndpoint()).isEqualTo(server.uri("/m/t"));
      assertThat(filled.client().revocationEndpoint()).isEqualTo(server.uri("/m/r"));
      assertThat(filled.endpoints().device()).isEqualTo(server.uri("/m/d"));
      assertThat(filled.endpoints().userInfo()).isEqualTo(server.uri("/m/u"));
      assertThat(filled.endpoints().authorization()).isEqualTo(server.uri("/a"));
    }
  }

  @Test
  void fill_clientHasASecret_takesNoAlias() throws Exception {
    try (RawServer server = metadata(ALIASES)) {
      Registration filled = fill(server, Map.of("clientSecret", "file:/secret"));

      assertThat(filled.client().tokenEndpoint()).isEqualTo(server.uri("/t"));
      assertThat(filled.client().revocationEndpoint()).isEqualTo(server.uri("/r"));
      assertThat(filled.endpoints().device()).isEqualTo(server.uri("/d"));
    }
  }

  private static Registration fill(RawServer server, Map<String, String> more) throws Exception {
    Map<String, String> options = new LinkedHashMap<>(more);
    options.put("issuer", server.uri("").toString());
    options.put("clientId", "gateway");
    Settings none = new Settings(null, null);
    return new RegistrationForm(options, KnownIssuer.NONE, none, "default", LastLogin.NONE)
        .fill(
            new AuthorizationServer(Transport.DIRECT, TokenClock.system()), Duration.ofSeconds(5));
  }

  private static RawServer metadata(String members) {
    return RawServer.playing(
        wire -> {
          String issuer = "http://127.0.0.1:" + wire.socket().getLocalPort();
          String body = "{\"issuer\":\"ISSUER\",\"token_endpoint\":\"ISSUER/t\"," + members + "}";
          wire.send(Spends.answer("200 OK", body.replace("ISSUER", issuer)));
        });
  }
}
