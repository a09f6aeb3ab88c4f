package dev.pawl.oauth;

import static dev.pawl.oauth.Spends.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.network.ConfigurationException;
import dev.pawl.network.Transport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                  null,
                  null,
                  null,
                  List.of(),
                  List.of(),
                  Map.of(),
                  false,
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
  @CsvSource({"true, true", "false, false", "null, false"})
  void discover_pushedRequestsAreRequired_namesTheirEndpointOnlyThen(
      String required, boolean isNamed) throws IOException {
    String body =
        "{\"issuer\":\"ISSUER\",\"token_endpoint\":\"ISSUER/t\","
            + "\"pushed_authorization_request_endpoint\":\"ISSUER/par\","
            + "\"require_pushed_authorization_requests\":V}";
    try (RawServer server =
        metadata("/.well-known/oauth-authorization-server", body.replace("V", required))) {
      ServerMetadata found = discover("http://127.0.0.1:" + server.port());

      assertThat(found.pushedAuthorizationEndpoint())
          .isEqualTo(isNamed ? server.uri("/par") : null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "{}", "[]", "7", "null", "\"\""})
  void discover_optionalEndpointIsNoText_isAbsent(String value) throws IOException {
    String body =
        "{\"issuer\":\"ISSUER\",\"token_endpoint\":\"ISSUER/t\",\"revocation_endpoint\":V,"
            + "\"authorization_endpoint\":V,\"device_authorization_endpoint\":V}";
    try (RawServer server =
        metadata("/.well-known/oauth-authorization-server", body.replace("V", value))) {
      String issuer = "http://127.0.0.1:" + server.port();

      ServerMetadata found = discover(issuer);

      assertThat(found)
          .isEqualTo(
              new ServerMetadata(
                  issuer,
                  server.uri("/t"),
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  List.of(),
                  List.of(),
                  Map.of(),
                  false,
                  false));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "{}"})
  void discover_tokenEndpointIsNoText_isRefused(String value) {
    String body = "{\"issuer\":\"ISSUER\",\"token_endpoint\":" + value + "}";
    try (RawServer server = metadata("/.well-known/oauth-authorization-server", body)) {
      assertThatThrownBy(() -> discover("http://127.0.0.1:" + server.port()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("token_endpoint");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ISSUER//",
        "ISSUER/x",
        "ISSUER.evil.example",
        "https://evil.example",
        "issuer\\u001b[2J"
      })
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
  @CsvSource({"'', /", "/, ''", "/tenant, /tenant/", "/tenant/, /tenant"})
  void discover_slashAtTheEndAlone_goesByTheNameThatTheServerHas(String asked, String named)
      throws IOException {
    String body = "{\"issuer\":\"ISSUER" + named + "\",\"token_endpoint\":\"ISSUER/token\"}";
    String path = asked.replaceAll("/$", "");
    try (RawServer server = metadata("/.well-known/oauth-authorization-server" + path, body)) {
      ServerMetadata found = discover("http://127.0.0.1:" + server.port() + asked);

      assertThat(found.issuer()).isEqualTo("http://127.0.0.1:" + server.port() + named);
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
  @ValueSource(strings = {"<!doctype html><div id=root>", "{}", "[]", "", "{\"error\":\"none\"}"})
  void discover_firstDocumentIsNoMetadata_theNextOneCounts(String page) throws IOException {
    try (RawServer server = twoDocuments(page)) {
      ServerMetadata found = discover(server.uri("").toString());

      assertThat(found.tokenEndpoint()).isEqualTo(server.uri("/t"));
    }
  }

  @Test
  void discover_firstDocumentIsCutOrEndless_theNextOneCounts() throws IOException {
    String cut = answer("200 OK", "{\"issuer\":\"http://127.0.0.1\"}").replace("}", "");
    String endless = answer("200 OK", "x".repeat((1 << 20) + 1));
    for (String first : List.of(cut, endless)) {
      try (RawServer server = twoAnswers(first)) {
        ServerMetadata found = discover(server.uri("").toString());

        assertThat(found.tokenEndpoint()).isEqualTo(server.uri("/t"));
      }
    }
  }

  @Test
  void discover_allDocumentsAreCut_saysSoAndNamesTheWayOut() {
    String cut = answer("200 OK", "{\"issuer\":\"http://127.0.0.1\"}").replace("}", "");
    try (RawServer server = RawServer.answering(cut)) {
      assertThatThrownBy(() -> discover(server.uri("").toString()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the answer ends too early")
          .hasMessageContaining("--token-endpoint");
    }
  }

  private static RawServer twoDocuments(String first) {
    return twoAnswers(answer("200 OK", first));
  }

  private static RawServer twoAnswers(String first) {
    return RawServer.playing(
        wire -> {
          String origin = "http://127.0.0.1:" + wire.socket().getLocalPort();
          boolean openId = wire.request().startsWith("GET /.well-known/openid-configuration ");
          String right = "{\"issuer\":\"" + origin + "\",\"token_endpoint\":\"" + origin + "/t\"}";
          wire.send(openId ? answer("200 OK", right) : first);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/oauth-authorization-server/tenant",
        "/tenant/.well-known/openid-configuration",
        "/.well-known/openid-configuration/tenant",
        "/tenant/.well-known/oauth-authorization-server"
      })
  void discover_wherePathsAreInsertedOrAppended_findsIt(String path) throws IOException {
    String body = "{\"issuer\":\"ISSUER/tenant\",\"token_endpoint\":\"ISSUER/t\"}";
    try (RawServer server = metadata(path, body)) {
      assertThat(discover(server.uri("/tenant").toString()).tokenEndpoint())
          .isEqualTo(server.uri("/t"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/common/v2.0", "/8d7f-11/v2.0", "/{tenantid}/v2.0"})
  void discover_issuerIsATemplate_coversEachTenant(String tenant) throws IOException {
    String body = "{\"issuer\":\"ISSUER/{tenantid}/v2.0\",\"token_endpoint\":\"ISSUER/t\"}";
    String asked = tenant.replace("{tenantid}", "common");
    try (RawServer server = metadata(asked + "/.well-known/openid-configuration", body)) {
      String issuer = "http://127.0.0.1:" + server.port() + tenant;

      ServerMetadata found = discover(issuer);

      assertThat(found.issuer()).isEqualTo(issuer);
      assertThat(found.tokenEndpoint()).isEqualTo(server.uri("/t"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ISSUER/{tenantid}",
        "ISSUER/{tenantid}/v1.0",
        "https://evil.example/{tenantid}/v2.0",
        "{scheme}://{host}/common/v2.0",
        "ISSUER/x{tenantid}/v2.0"
      })
  void discover_templateOfAnotherIssuer_isRefused(String named) {
    String body = "{\"issuer\":\"" + named + "\",\"token_endpoint\":\"ISSUER/t\"}";
    try (RawServer server = metadata("/common/v2.0/.well-known/openid-configuration", body)) {
      assertThatThrownBy(() -> discover(server.uri("/common/v2.0").toString()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("--token-endpoint");
    }
  }

  @Test
  void discover_aliasesForClientsThatShowACertificate_areTheirsAlone() throws IOException {
    String body =
        "{\"issuer\":\"ISSUER\",\"token_endpoint\":\"ISSUER/t\",\"revocation_endpoint\":\"ISSUER/r\","
            + "\"device_authorization_endpoint\":\"ISSUER/d\",\"userinfo_endpoint\":\"ISSUER/u\","
            + "\"pushed_authorization_request_endpoint\":\"ISSUER/p\","
            + "\"require_pushed_authorization_requests\":true,\"mtls_endpoint_aliases\":{"
            + "\"token_endpoint\":\"ISSUER/m/t\",\"device_authorization_endpoint\":\"ISSUER/m/d\","
            + "\"pushed_authorization_request_endpoint\":\"ISSUER/m/p\","
            + "\"userinfo_endpoint\":\"ISSUER/m/u\",\"revocation_endpoint\":7}}";
    try (RawServer server = metadata("/.well-known/oauth-authorization-server", body)) {
      ServerMetadata plain = discover(server.uri("").toString());
      ServerMetadata mutual = plain.byCertificate();

      assertThat(plain.tokenEndpoint()).isEqualTo(server.uri("/t"));
      assertThat(plain.userInfoEndpoint()).isEqualTo(server.uri("/u"));
      assertThat(mutual.tokenEndpoint()).isEqualTo(server.uri("/m/t"));
      assertThat(mutual.deviceAuthorizationEndpoint()).isEqualTo(server.uri("/m/d"));
      assertThat(mutual.pushedAuthorizationEndpoint()).isEqualTo(server.uri("/m/p"));
      assertThat(mutual.userInfoEndpoint()).isEqualTo(server.uri("/m/u"));
      assertThat(mutual.revocationEndpoint()).isEqualTo(server.uri("/r"));
    }
  }

  @Test
  void discover_optionalEndpointIsEmpty_isAbsent() throws IOException {
    String body =
        "{\"issuer\":\"ISSUER\",\"token_endpoint\":\"ISSUER/t\",\"revocation_endpoint\":\"\","
            + "\"device_authorization_endpoint\":\" \",\"authorization_endpoint\":null}";
    try (RawServer server = metadata("/.well-known/oauth-authorization-server", body)) {
      ServerMetadata found = discover(server.uri("").toString());

      assertThat(found.revocationEndpoint()).isNull();
      assertThat(found.deviceAuthorizationEndpoint()).isNull();
      assertThat(found.authorizationEndpoint()).isNull();
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
          .hasMessageContaining("--token-endpoint")
          .hasMessageContaining("--authorization-endpoint")
          .hasMessageContaining("--device-endpoint");
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
