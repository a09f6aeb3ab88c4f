package dev.pawl.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.clock.TokenClock;
import dev.pawl.oauth.client.AuthorizationGrant;
import dev.pawl.oauth.client.ClientProof;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestSettingsTest {
  private static final ClientRegistration CLIENT =
      new ClientRegistration(
          "https://issuer.example",
          URI.create("https://issuer.example/t"),
          null,
          "c",
          "a b",
          ReplayPolicy.UNKNOWN);

  @TempDir private Path directory;

  @Test
  void read_headersOfThisIssuer_goWithEachRequestBesideThoseOfTheProtocol() throws Exception {
    ClientSecrets secrets =
        secrets("{'issuers':{'https://issuer.example':{'headers':{'X-Tenant':'blue'}}}}");

    ClientProof proof = secrets.read("p", CLIENT).current().prove(CLIENT);

    assertThat(proof.headers()).isEqualTo(Map.of("X-Tenant", "blue"));
    assertThat(proof.fields()).isEqualTo(Map.of("client_id", "c"));
  }

  @Test
  void read_headersOfAnotherIssuer_stayAway() throws Exception {
    ClientSecrets secrets =
        secrets("{'profiles':{'p':{'issuer':'https://x.example','headers':{'X-Key':'k'}}}}");

    ClientProof proof = secrets.read("p", CLIENT).current().prove(CLIENT);

    assertThat(proof.headers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'authorization':'Basic eA=='",
        "'Content-Length':'1'",
        "'DPoP':'x'",
        "'X Y':'1'",
        "'X-Y':'a\\r\\nHost: b'",
        "'X-Y':''"
      })
  void read_headerThatNobodyMaySet_isRefusedWithoutItsValue(String header) throws Exception {
    ClientSecrets secrets = secrets("{'profiles':{'p':{'headers':{" + header + "}}}}");

    assertThatThrownBy(() -> secrets.read("p", CLIENT))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("profiles.p.headers")
        .hasMessageNotContaining("eA==");
  }

  @Test
  void presented_refreshParameters_repeatThoseOfTheLoginAndNoOthers() throws Exception {
    ClientSecrets secrets =
        secrets("{'profiles':{'p':{'refreshParameters':['scope','resource','grant_type']}}}");
    Grant login =
        LastLogin.on(
            Grant.login(CLIENT, TokenSet.ofRefresh("r")),
            Map.of("parameter.resource", "https://a https://b", "parameter.audience", "x"));

    AuthorizationGrant presented = secrets.presented("p", login).next();

    assertThat(presented.fields())
        .isEqualTo(
            Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                "r",
                "scope",
                "a b",
                "resource",
                "https://a https://b"));
  }

  @Test
  void presented_loginWithParametersOfTheProtocol_sendsThoseOfTheProtocol() throws Exception {
    ClientSecrets secrets =
        secrets("{'profiles':{'p':{'refreshParameters':['grant_type','refresh_token']}}}");
    Grant edited =
        LastLogin.on(
            Grant.login(CLIENT, TokenSet.ofRefresh("r")),
            Map.of("parameter.grant_type", "password", "parameter.refresh_token", "x"));

    AuthorizationGrant presented = secrets.presented("p", edited).next();

    assertThat(presented.fields())
        .isEqualTo(Map.of("grant_type", "refresh_token", "refresh_token", "r"));
  }

  private ClientSecrets secrets(String json) throws IOException {
    Path file = directory.resolve("settings.json");
    Files.writeString(file, json.replace('\'', '"'));
    return new ClientSecrets(new Settings(file, null), Map.of(), TokenClock.system());
  }
}
