package dev.pawl.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.springframework.security.oauth2.client.web.client.RequestAttributeClientRegistrationIdResolver.clientRegistrationId;

import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.spring.PawlAuthorizedClientManager;
import dev.pawl.spring.PawlReactiveAuthorizedClientManager;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring Security's own interceptor and filter with a manager whose tokens are Pawl's. */
final class SpringSecurityTest {
  @RegisterExtension final ClientUser user = new ClientUser();

  @Test
  void interceptor_tokenRevokedEarly_isReportedOnceAndTheNextRequestWorks() {
    RestClient client = rest(user.loggedIn());
    user.simulator.rejectionShape(RejectionShape.REVOKED_401);
    user.simulator.revokeAccessTokens("F1");

    int first = status(client);
    int second = status(client);

    assertThat(first).as("Spring repeats nothing").isEqualTo(401);
    assertThat(second).isEqualTo(200);
    user.spends().areExactly(1);
    user.calls().areExactly(2);
  }

  @Test
  void interceptor_forbidden_isLeftAlone() {
    RestClient client = rest(user.loggedIn());
    user.simulator.faults().add("call#1-: BEFORE_COMMIT 403 body='{\"error\":\"no\"}'");

    int status = status(client);

    assertThat(status).isEqualTo(403);
    user.spends().areNone();
  }

  @Test
  void authorize_tokenBoundToAKey_isAClearErrorAndNeverABearerToken() {
    RestClient client = rest(user.loggedInWithAKey());

    TokenException refused = catchThrowableOfType(TokenException.class, () -> status(client));

    assertThat(refused.reason()).isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
    assertThat(refused).hasMessageContaining("PawlClientHttpRequestInterceptor");
    user.calls().areNone();
  }

  @Test
  void authorize_registrationOfAnyName_hasItsNameThePrincipalAndNoRefreshToken() {
    PawlAuthorizedClientManager manager = PawlAuthorizedClientManager.of(user.loggedIn());

    OAuth2AuthorizedClient client =
        manager.authorize(
            OAuth2AuthorizeRequest.withClientRegistrationId("any").principal("alice").build());

    assertThat(client.getClientRegistration().getRegistrationId()).isEqualTo("any");
    assertThat(client.getPrincipalName()).isEqualTo("alice");
    assertThat(client.getRefreshToken()).isNull();
    assertThat(client.getAccessToken().getExpiresAt()).isAfter(user.simulator.clock().instant());
  }

  @Test
  void reactiveFilter_freshToken_opensTheApi() {
    WebClient client = web(user.loggedIn());

    HttpStatusCode status =
        client
            .get()
            .uri(user.whoami())
            .attributes(
                ServerOAuth2AuthorizedClientExchangeFilterFunction.clientRegistrationId("any"))
            .exchangeToMono(answer -> answer.releaseBody().thenReturn(answer.statusCode()))
            .blockOptional()
            .orElseThrow();

    assertThat(status.value()).isEqualTo(200);
    user.spends().areNone();
  }

  @Test
  void reactiveManager_loginEnded_failsWithTheReason() {
    TokenSupply supply = user.loggedInWithAKey();
    user.simulator.revokeFamily("F1");
    PawlReactiveAuthorizedClientManager manager =
        PawlReactiveAuthorizedClientManager.of(PawlAuthorizedClientManager.of(supply));

    Throwable problem =
        catchThrowable(
            () ->
                manager
                    .authorize(
                        OAuth2AuthorizeRequest.withClientRegistrationId("any")
                            .principal("alice")
                            .build())
                    .block());

    assertThat(problem).isInstanceOf(TokenException.class).hasMessageContaining("log in");
  }

  private RestClient rest(TokenSupply supply) {
    PawlAuthorizedClientManager manager = PawlAuthorizedClientManager.of(supply);
    OAuth2ClientHttpRequestInterceptor interceptor =
        new OAuth2ClientHttpRequestInterceptor(manager);
    interceptor.setAuthorizationFailureHandler(manager);
    return RestClient.builder().requestInterceptor(interceptor).build();
  }

  private WebClient web(TokenSupply supply) {
    return WebClient.builder()
        .clientConnector(new JdkClientHttpConnector())
        .filter(
            new ServerOAuth2AuthorizedClientExchangeFilterFunction(
                PawlReactiveAuthorizedClientManager.of(PawlAuthorizedClientManager.of(supply))))
        .build();
  }

  private int status(RestClient client) {
    return Objects.requireNonNull(
        client
            .get()
            .uri(user.whoami())
            .attributes(clientRegistrationId("any"))
            .exchange((request, answer) -> answer.getStatusCode().value()));
  }
}
