package dev.pawl.oauth;

import static dev.pawl.oauth.Spends.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationServerTest {
  private static final AuthorizationServer SERVERS =
      new AuthorizationServer(Transport.DIRECT, Spends.CLOCK);

  private static ServerMetadata discover(String issuer) throws IOException {
    return SERVERS.discover(issuer, Duration.ofSeconds(5));
  }

  /** Answers the document at {@code path} with {@code body}, ISSUER being its own origin. */
  private static RawServer metadata(String path, String body) {
    return RawServer.playing(
        wire -> {
          String origin = "http://127.0.0.1:" + wire.socket().getLocalPort();
          boolean found = wire.request().startsWith("GET " + path + " ");
          String text = body.replace("ISSUER", origin);
          wire.send(found ? answer("200 OK", text) : answer("404 Not Found", "<html>"));
        });
  }

  @Test
  void discover_rfc8414_insertsTheWellKnownPart() throws IOException {
    String body =
        "{\"issuer\":\"ISSUER/tenant/1\",\"token_endpoint\":\"ISSUER/token\","
            + "\"revocation_endpoint\":\"https://other.example/revoke\",\"jwks_uri\":7}";
    try (RawServer server = metadata("/.well-known/oauth-authorization-server/tenant/1", body)) {
      ServerMetadata found = discover(server.uri("/tenant/1").toString());

      assertThat(found)
          .isEqualTo(
              new ServerMetadata(
                  server.uri("/tenant/1").toString(),
                  server.uri("/token"),
                  URI.create("https://other.example/revoke"),
                  null,
                  null,
                  false));
    }
  }

  @Test
  void discover_openIdOnly_appendsTheWellKnownPart() throws IOException {
    String body =
        "{\"issuer\":\"ISSUER/tenant/\",\"token_endpoint\":\"ISSUER/t\","
            + "\"authorization_endpoint\":\"ISSUER/a\","
            + "\"device_authorization_endpoint\":\"ISSUER/d\"}";
    try (RawServer server = metadata("/tenant/.well-known/openid-configuration", body)) {
      ServerMetadata found = discover(server.uri("/tenant/").toString());

      assertThat(found.tokenEndpoint()).isEqualTo(server.uri("/t"));
      assertThat(found.authorizationEndpoint()).isEqualTo(server.uri("/a"));
      assertThat(found.deviceAuthorizationEndpoint()).isEqualTo(server.uri("/d"));
      assertThat(server.requests()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ISSUER/", "ISSUER.evil.example", "https://evil.example", "issuer\\u001b[2J"})
  void discover_otherIssuer_isRefusedWithoutASecondTry(String named) {
    String body = "{\"issuer\":\"" + named + "\",\"token_endpoint\":\"ISSUER/token\"}";
    try (RawServer server = metadata("/.well-known/oauth-authorization-server", body)) {
      assertThatThrownBy(() -> discover(server.uri("").toString()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("give --issuer exactly as the server names itself")
          .hasMessageNotContaining("\u001b");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://issuer.example/token", "ftp://127.0.0.1/", "not an address", "/token", ""})
  void discover_endpointThatMayNotGetSecrets_isRefused(String endpoint) {
    String body = "{\"issuer\":\"ISSUER\",\"token_endpoint\":\"" + endpoint + "\"}";
    try (RawServer server = metadata("/.well-known/oauth-authorization-server", body)) {
      assertThatThrownBy(() -> discover(server.uri("").toString()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("token_endpoint")
          .hasMessageContaining("--token-endpoint");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "{}",
        "{\"issuer\":\"ISSUER\"}",
        "{\"issuer\":5}",
        "{\"issuer\":\"ISSUER\",\"token_endpoint\":[]}"
      })
  void discover_unusableDocument_saysSo(String body) {
    try (RawServer server = metadata("/.well-known/oauth-authorization-server", body)) {
      assertThatThrownBy(() -> discover(server.uri("").toString()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("metadata");
    }
  }

  @Test
  void discover_nothingThere_namesTheWayOut() {
    try (RawServer server = metadata("/nowhere", "")) {
      assertThatThrownBy(() -> discover(server.uri("").toString()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("status 404")
          .hasMessageContaining("--token-endpoint");
    }
  }

  @Test
  void discover_redirect_isNotFollowed() {
    try (RawServer other = RawServer.answering(answer("200 OK", "{}"));
        RawServer server =
            RawServer.answering(answer("302 x\r\nLocation: " + other.uri("/"), ""))) {
      assertThatThrownBy(() -> discover(server.uri("").toString()))
          .hasMessageContaining("status 302");
      assertThat(other.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.example",
        "issuer.example",
        "https://issuer.example?a=b",
        "https://a b"
      })
  void discover_issuerThatMayNotBeAsked_throwsBeforeSending(String issuer) {
    assertThatThrownBy(() -> discover(issuer))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("issuer");
  }
}
