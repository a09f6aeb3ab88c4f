package dev.pawl.oauth;

import static dev.pawl.oauth.Spends.NOW;
import static dev.pawl.oauth.Spends.REFRESH;
import static dev.pawl.oauth.Spends.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.network.Transport;
import dev.pawl.oauth.client.AuthorizationGrant;
import dev.pawl.oauth.client.ClientAssertion;
import dev.pawl.oauth.client.ClientAssertion.Audience;
import dev.pawl.oauth.client.ClientCredential;
import dev.pawl.oauth.client.ClientProof;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.signing.JwtSigner;
import dev.pawl.signing.UnusableKeyException;
import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import dev.pawl.wire.AnswerTap;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a client that signs says in a request (RFC 7523 sections 2.2 and 3). */
class ClientAssertionTest {
  private static final ClientRegistration CLIENT =
      Spends.client(URI.create("https://issuer.example/token"));
  private static final long NOW_SECONDS = NOW.getEpochSecond();

  private final List<Map<String, Object>> signed = new ArrayList<>();

  @Test
  void prove_signingClient_saysWhoItIsToWhomAndForHowLong() {
    ClientProof proof = credential(Audience.ISSUER).prove(CLIENT);

    assertThat(proof.headers()).isEmpty();
    assertThat(proof.fields())
        .isEqualTo(
            Map.of(
                "client_id",
                "fake client",
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                "assertion-number-1"));
    assertThat(signed.get(0))
        .containsEntry("iss", "fake client")
        .containsEntry("sub", "fake client")
        .containsEntry("aud", "https://issuer.example")
        .containsEntry("iat", NOW_SECONDS)
        .containsEntry("exp", NOW_SECONDS + 300);
  }

  @Test
  void prove_audienceIsTheTokenEndpoint_namesItsAddress() {
    ClientProof proof = credential(Audience.TOKEN_ENDPOINT).prove(CLIENT);

    assertThat(proof.authenticated()).isTrue();
    assertThat(signed.get(0)).containsEntry("aud", "https://issuer.example/token");
  }

  @Test
  void prove_eachRequest_hasAnIdOfItsOwn() {
    ClientCredential credential = credential(Audience.ISSUER);

    Stream.generate(() -> credential.prove(CLIENT)).limit(100).forEach(proof -> {});

    assertThat(signed.stream().map(claims -> claims.get("jti")))
        .hasSize(100)
        .doesNotHaveDuplicates();
  }

  @Test
  void spend_serverRepeatsTheAssertion_isNotShown() {
    String body = "{\"error\":\"invalid_client\",\"error_description\":\"bad assertion-number-1\"}";
    try (RawServer server = RawServer.answering(answer("401 x", body))) {
      ClientRegistration client = Spends.client(server.uri("/token"));
      Presentation presented =
          Presentation.of(
              Grant.login(client, TokenSet.ofRefresh(REFRESH)),
              credential(Audience.ISSUER),
              AuthorizationGrant.refresh(REFRESH),
              ErrorCodes.NONE);

      SpendOutcome outcome =
          new TokenEndpoint(Transport.DIRECT, Spends.CLOCK)
              .spend(presented, Spends.TIME, AnswerTap.NONE);

      assertThat(server.requests())
          .singleElement()
          .asString()
          .contains("client_assertion=assertion-number-1");
      assertThat(outcome.toString()).contains("invalid_client").doesNotContain("assertion-number");
    }
  }

  private ClientCredential credential(Audience audience) {
    JwtSigner signer = this::sign;
    return new ClientCredential(
        Method.PRIVATE_KEY_JWT, "", new ClientAssertion(signer, audience, Spends.CLOCK));
  }

  private String sign(Map<String, Object> claims) throws UnusableKeyException {
    signed.add(claims);
    return "assertion-number-" + signed.size();
  }
}
