package dev.pawl.oauth;

import static dev.pawl.oauth.Spends.REFRESH;
import static dev.pawl.oauth.Spends.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.network.Transport;
import dev.pawl.oauth.Revocation.Result;
import dev.pawl.oauth.client.ClientCredentials;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.ReplayPolicy;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevocationTest {
  private static Revocation revoke(@Nullable URI endpoint) {
    URI token = URI.create("https://issuer.example/token");
    ClientRegistration client =
        new ClientRegistration(
            "https://issuer.example", token, endpoint, "fake-client", "", ReplayPolicy.UNKNOWN);
    return new TokenEndpoint(Transport.DIRECT, Spends.CLOCK)
        .revoke(client, ClientCredentials.none(), REFRESH, Duration.ofMillis(500));
  }

  private static Revocation revokeAt(String answer) {
    try (RawServer server = RawServer.answering(answer)) {
      return revoke(server.uri("/revoke"));
    }
  }

  @Test
  void revoke_accepted_sendsOneRequestOfRfc7009() {
    try (RawServer server = RawServer.answering(answer("200 OK", ""))) {
      assertThat(revoke(server.uri("/revoke"))).isEqualTo(new Revocation(Result.REVOKED, ""));

      assertThat(server.requests())
          .singleElement()
          .asString()
          .startsWith("POST /revoke HTTP/1.1\r\n")
          .endsWith(
              "\r\n\r\ntoken=" + REFRESH + "&token_type_hint=refresh_token&client_id=fake-client");
    }
  }

  @Test
  void revoke_noWayToDoIt_isUnsupported() {
    String refusal = answer("400 x", "{\"error\":\"unsupported_token_type\"}");

    assertThat(revoke(null).result()).isEqualTo(Result.UNSUPPORTED);
    assertThat(revokeAt(refusal).result()).isEqualTo(Result.UNSUPPORTED);
  }

  @Test
  void revoke_anythingElse_failsWithTheReason() {
    URI insecure = URI.create("http://issuer.example/revoke");

    assertThat(revokeAt(answer("503 x\r\nRetry-After: 5", "no")))
        .isEqualTo(new Revocation(Result.FAILED, "status 503"));
    assertThat(revokeAt(answer("400 x", "{\"error\":\"invalid_client\"}")))
        .isEqualTo(new Revocation(Result.FAILED, "status 400"));
    assertThat(revokeAt("").reason()).contains("ends too early");
    assertThat(revoke(insecure).reason()).contains("must be https");
    try (RawServer server = RawServer.playing(RawServer.Wire::hang)) {
      assertThat(revoke(server.uri("/"))).extracting(Revocation::result).isEqualTo(Result.FAILED);
    }
  }
}
