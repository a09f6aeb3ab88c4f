package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What OpenID Connect adds: discovery, signed ID tokens, who a token acts for. */
class OpenIdTest {
  private final Simulator simulator =
      Simulator.builder().policy(RotationPolicy.STRICT_FAMILY).seed(7).start();
  private final CodeFlow flow = new CodeFlow(simulator);

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void discovery_atBothWellKnownPlaces_namesTheSameIssuer() throws Exception {
    HttpResponse<String> openId =
        flow.client.get(URI.create(simulator.issuer() + "/.well-known/openid-configuration"));
    HttpResponse<String> oauth =
        flow.client.get(URI.create(simulator.issuer() + "/.well-known/oauth-authorization-server"));

    assertThat(Client.json(openId))
        .isEqualTo(Client.json(oauth))
        .containsEntry("issuer", simulator.issuer().toString())
        .containsEntry("id_token_signing_alg_values_supported", List.of("RS256"));
  }

  @Test
  void login_withScopeOpenid_givesAnIdTokenThatTheKeysOfTheIssuerVerify() throws Exception {
    Map<String, Object> tokens =
        flow.login(simulator.clientId(), Map.of("scope", "openid email messages", "nonce", "n-1"));

    JWTClaimsSet claims = verified(tokens);
    assertThat(claims.getIssuer()).isEqualTo(simulator.issuer().toString());
    assertThat(claims.getAudience()).containsExactly(simulator.clientId());
    assertThat(claims.getStringClaim("nonce")).isEqualTo("n-1");
    assertThat(claims.getStringClaim("email")).isEqualTo("alice@example.com");
    assertThat(claims.getClaim("preferred_username")).isNull();
  }

  @Test
  void login_withoutScopeOpenid_givesNoIdToken() throws Exception {
    Map<String, Object> tokens = flow.login(simulator.clientId(), Map.of());

    assertThat(tokens).doesNotContainKey("id_token").containsEntry("scope", "messages profile");
  }

  @Test
  void refresh_ofAnOpenIdLogin_keepsTheTimeOfTheLoginAndHasNoNonce() throws Exception {
    Map<String, Object> tokens =
        flow.login(simulator.clientId(), Map.of("scope", "openid", "nonce", "n-1"));
    Date first = verified(tokens).getDateClaim("auth_time");
    simulator.clock().advance(Duration.ofMinutes(30));

    HttpResponse<String> refreshed = flow.client.spend(String.valueOf(tokens.get("refresh_token")));

    JWTClaimsSet claims = verified(Client.json(refreshed));
    assertThat(claims.getDateClaim("auth_time")).isEqualTo(first);
    assertThat(claims.getIssueTime()).isAfter(Date.from(first.toInstant().plusSeconds(1_700)));
    assertThat(claims.getClaim("nonce")).isNull();
  }

  @Test
  void userInfo_ofAnOpenIdLogin_namesTheSubjectOfItsIdToken() throws Exception {
    Map<String, Object> tokens = flow.login(simulator.clientId(), Map.of("scope", "openid email"));

    HttpResponse<String> told = userInfo(String.valueOf(tokens.get("access_token")));

    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(Client.json(told))
        .containsEntry("sub", verified(tokens).getSubject())
        .containsEntry("email", "alice@example.com");
  }

  @Test
  void userInfo_tokenThatMayNot_isRefusedAsRfc6750Says() throws Exception {
    String plain = simulator.newFamily("alice").accessToken();
    Map<String, Object> tokens = flow.login(simulator.clientId(), Map.of("scope", "openid"));
    simulator.revokeAccessTokens("F2");

    HttpResponse<String> insufficient = userInfo(plain);
    HttpResponse<String> revoked = userInfo(String.valueOf(tokens.get("access_token")));
    HttpResponse<String> unknown = userInfo("odd");

    assertThat(insufficient.statusCode()).isEqualTo(403);
    assertThat(Client.json(insufficient)).containsEntry("error", "insufficient_scope");
    assertThat(revoked.statusCode()).isEqualTo(401);
    assertThat(unknown.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(value -> assertThat(value).contains("invalid_token"));
    assertThat(simulator.ledger().entries().of(Operation.USERINFO).list())
        .extracting(entry -> entry.outcome())
        .containsExactly(Outcome.INVALID_SCOPE, Outcome.REVOKED, Outcome.UNKNOWN);
  }

  @Test
  void userInfo_tokenInAForm_isTakenAsOneInTheHeader() throws Exception {
    String token =
        String.valueOf(
            flow.login(simulator.clientId(), Map.of("scope", "openid")).get("access_token"));
    URI endpoint = URI.create(simulator.issuer() + "/oauth/userinfo");

    HttpResponse<String> told = flow.client.post(endpoint, Map.of("access_token", token));
    HttpResponse<String> both =
        flow.client.send(
            HttpRequest.newBuilder(endpoint)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("access_token=" + token)));

    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(both.statusCode()).isEqualTo(400);
    assertThat(Client.json(both)).containsEntry("error", "invalid_request");
  }

  @Test
  void userInfo_withoutAToken_asksForOneAndNamesNoError() throws Exception {
    HttpResponse<String> answer =
        flow.client.get(URI.create(simulator.issuer() + "/oauth/userinfo"));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"simulator\"");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void login_ofAClientWithoutOpenid_isInvalidScope() throws Exception {
    simulator.clients().put(RegisteredClient.publicClient("plain").scopes(Set.of("messages")));

    String location = flow.authorize("plain", Map.of("scope", "openid"));

    assertThat(location).contains("error=invalid_scope");
  }

  private HttpResponse<String> userInfo(String accessToken) throws Exception {
    return flow.client.send(
        HttpRequest.newBuilder(URI.create(simulator.issuer() + "/oauth/userinfo"))
            .header("Authorization", "Bearer " + accessToken));
  }

  private JWTClaimsSet verified(Map<String, Object> tokens) throws Exception {
    SignedJWT token = SignedJWT.parse(String.valueOf(tokens.get("id_token")));
    HttpResponse<String> keys = flow.client.get(URI.create(simulator.issuer() + "/oauth/jwks"));
    JWKSet set = JWKSet.parse(keys.body());
    assertThat(
            token.verify(
                new RSASSAVerifier(set.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
        .isTrue();
    return token.getJWTClaimsSet();
  }
}
