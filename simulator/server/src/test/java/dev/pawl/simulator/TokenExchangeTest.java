package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.operation.Operation;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens exchanged for others (RFC 8693), and what introspection says of them (RFC 7662). */
class TokenExchangeTest {
  private static final String TYPE = "urn:ietf:params:oauth:token-type:";

  private final Simulator simulator = Simulator.builder().seed(7).start();
  private final Client client = new Client(simulator);

  @BeforeEach
  void register() {
    simulator.clients().put(RegisteredClient.confidential("gateway", "s3cret"));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void exchange_ofAnAccessToken_actsForTheSubjectWithFewerScopes() throws Exception {
    String subject = simulator.newFamily("alice").accessToken();

    HttpResponse<String> traded = exchange(subject, Map.of("scope", "messages"));

    Map<String, Object> members = Client.json(traded);
    assertThat(members)
        .containsEntry("issued_token_type", TYPE + "access_token")
        .containsEntry("scope", "messages")
        .doesNotContainKey("refresh_token");
    HttpResponse<String> call = client.call(String.valueOf(members.get("access_token")));
    assertThat(Client.json(call)).containsEntry("account", "alice").containsEntry("family", "F2");
    assertThat(simulator.ledger().entries().of(Operation.TOKEN_EXCHANGE).list())
        .singleElement()
        .satisfies(entry -> assertThat(entry.presented()).isEqualTo("F1.at0"));
  }

  @ParameterizedTest
  @CsvSource({
    "subject_token_type, urn:ietf:params:oauth:token-type:saml2, invalid_request",
    "subject_token_type, '', invalid_request",
    "subject_token, odd, invalid_request",
    "requested_token_type, urn:ietf:params:oauth:token-type:jwt, invalid_request",
    "actor_token, odd, invalid_request",
    "scope, messages admin, invalid_scope",
    "client_secret, wrong, invalid_client"
  })
  void exchange_askedWrongly_isRefusedAndIssuesNothing(String name, String value, String error)
      throws Exception {
    String subject = simulator.newFamily("alice").accessToken();

    HttpResponse<String> refused = exchange(subject, Map.of(name, value));

    assertThat(Client.json(refused)).containsEntry("error", error);
    assertThat(simulator.families()).hasSize(1);
  }

  @Test
  void exchange_subjectIsRevokedOrHasEnded_isRefused() throws Exception {
    String revoked = simulator.newFamily("alice").accessToken();
    simulator.revokeAccessTokens("F1");
    String ended = simulator.newFamily("bob").accessToken();
    simulator.clock().advance(Duration.ofHours(1));

    assertThat(Client.json(exchange(revoked, Map.of()))).containsEntry("error", "invalid_request");
    assertThat(Client.json(exchange(ended, Map.of()))).containsEntry("error", "invalid_request");
  }

  @Test
  void introspect_ofAnAccessToken_saysWhoseItIsUntilItEnds() throws Exception {
    String token = simulator.newFamily("alice").accessToken();

    Map<String, Object> before = introspect(token);
    simulator.clock().advance(Duration.ofHours(1));
    Map<String, Object> after = introspect(token);

    assertThat(before)
        .containsEntry("active", true)
        .containsEntry("username", "alice")
        .containsEntry("client_id", simulator.clientId())
        .containsEntry("scope", "messages profile")
        .containsKey("exp");
    assertThat(after).isEqualTo(Map.of("active", false));
  }

  @Test
  void introspect_ofARefreshToken_isActiveUntilItIsSpent() throws Exception {
    String token = simulator.newFamily("alice").refreshToken();

    Map<String, Object> before = introspect(token);
    assertThat(client.spend(token).statusCode()).isEqualTo(200);
    Map<String, Object> after = introspect(token);

    assertThat(before).containsEntry("active", true).doesNotContainKey("exp");
    assertThat(after).isEqualTo(Map.of("active", false));
    simulator.ledger().spends("F1").areExactly(1);
  }

  @Test
  void refresh_withFewerScopes_givesATokenThatIsGoodForTheseAlone() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    HttpResponse<String> refreshed =
        client.post(
            simulator.tokenEndpoint(),
            Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                grant.refreshToken(),
                "client_id",
                simulator.clientId(),
                "scope",
                "messages"));
    String narrow = Client.string(refreshed, "access_token");

    assertThat(introspect(narrow)).containsEntry("scope", "messages");
    assertThat(introspect(grant.accessToken())).containsEntry("scope", "messages profile");
    assertThat(Client.json(exchange(narrow, Map.of("scope", "profile"))))
        .containsEntry("error", "invalid_scope");
  }

  @Test
  void introspect_byAPublicClient_isInvalidClient() throws Exception {
    String token = simulator.newFamily("alice").accessToken();

    HttpResponse<String> refused =
        client.post(introspection(), Map.of("token", token, "client_id", simulator.clientId()));

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(Client.json(refused)).containsEntry("error", "invalid_client");
  }

  private Map<String, Object> introspect(String token) throws Exception {
    return Client.json(
        client.post(
            introspection(),
            Map.of("token", token, "client_id", "gateway", "client_secret", "s3cret")));
  }

  private URI introspection() {
    return URI.create(simulator.issuer() + "/oauth/introspect");
  }

  private HttpResponse<String> exchange(String subject, Map<String, String> more) throws Exception {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", RegisteredClient.TOKEN_EXCHANGE);
    form.put("subject_token", subject);
    form.put("subject_token_type", TYPE + "access_token");
    form.put("client_id", "gateway");
    form.put("client_secret", "s3cret");
    form.putAll(more);
    return client.post(simulator.tokenEndpoint(), form);
  }
}
