package dev.pawl.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClientAsync;
import com.anthropic.client.okhttp.OkHttpClient;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.errors.PermissionDeniedException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import dev.pawl.TokenManager;
import dev.pawl.anthropic.PawlBackend;
import dev.pawl.http.RequestAuthorizer;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.core.operation.Service;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Anthropic SDK with a backend of Pawl's: its requests, and its clients by one line. */
final class AnthropicTest extends ClientContract {
  private static final MessageCreateParams MESSAGE =
      MessageCreateParams.builder()
          .model("claude-test")
          .maxTokens(1L)
          .addUserMessage("hello")
          .build();

  @Override
  ApiClient client(RequestAuthorizer authorizer) {
    PawlBackend backend = PawlBackend.of(authorizer, new AnthropicApi.Plain(user.simulator.api()));
    HttpClient client = OkHttpClient.builder().backend(backend).build();
    return new AnthropicApi(backend.interceptor().intercept(client));
  }

  @Test
  void create_tokenRevokedEarly_isRenewedOnceAndRepeated() {
    AnthropicClient client = oneLine(user.loggedIn());
    user.simulator.revokeAccessTokens("F1");

    int status = status(client);

    assertThat(status).isEqualTo(200);
    user.spends().areExactly(1);
    user.calls().areExactly(2);
  }

  @Test
  void createAsync_manyAtOnceAfterARevocation_renewOnce() {
    AnthropicClientAsync client =
        PawlBackend.of(user.loggedIn(), user.simulator.api())
            .on(AnthropicOkHttpClientAsync.builder())
            .build();
    user.simulator.revokeAccessTokens("F1");

    List<CompletableFuture<Integer>> statuses = burst(client);

    assertThat(statuses).allMatch(status -> status.join() == 200);
    user.spends().areExactly(1);
  }

  @Test
  void createAsync_tokenEndsInABurst_isRefreshedOnceAndNoCallIsLost() {
    AnthropicClientAsync client =
        PawlBackend.of(user.loggedIn(), user.simulator.api())
            .on(AnthropicOkHttpClientAsync.builder())
            .build();

    List<CompletableFuture<Integer>> statuses = new ArrayList<>(burst(client));
    user.simulator.clock().advance(Duration.ofMinutes(61));
    statuses.addAll(burst(client));

    assertThat(statuses).allMatch(status -> status.join() == 200);
    user.spends().areExactly(1);
    user.calls().areExactly(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {-3, 3})
  void create_machineIsAheadOrBehind_isServedWithOneSpend(int hours) {
    user.simulator.clock().skew(Service.OAUTH, Duration.ofHours(hours));
    user.simulator.clock().skew(Service.API, Duration.ofHours(hours));
    AnthropicClient client = oneLine(user.loggedIn());
    user.simulator.revokeAccessTokens("F1");

    int first = status(client);
    int second = status(client);

    assertThat(List.of(first, second)).containsOnly(200);
    user.spends().areExactly(1);
  }

  private static List<CompletableFuture<Integer>> burst(AnthropicClientAsync client) {
    List<CompletableFuture<Integer>> statuses = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      statuses.add(
          client.messages().withRawResponse().create(MESSAGE).thenApply(raw -> raw.statusCode()));
    }
    statuses.forEach(CompletableFuture::join);
    return statuses;
  }

  @Test
  void create_tokenOfALogin_hasTheBetaOfLoginsBesideTheCallersOwn() {
    List<String> betas = new ArrayList<>();
    AnthropicClient client = recording(user.loggedIn(), "anthropic-beta", betas);

    int status =
        status(client, MESSAGE.toBuilder().putAdditionalHeader("anthropic-beta", "mine").build());

    assertThat(status).isEqualTo(200);
    assertThat(betas).containsExactly("mine,oauth-2025-04-20");
  }

  @Test
  void create_loginTokenOfTheVariable_hasTheBetaOfLogins() {
    List<String> betas = new ArrayList<>();
    TokenSupply variable = user.variable("CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-fake");
    user.simulator.faults().add("call#1: BEFORE_COMMIT 200 body='{}'");

    int status = status(recording(variable, "anthropic-beta", betas));

    assertThat(status).isEqualTo(200);
    assertThat(betas).containsExactly("oauth-2025-04-20");
  }

  @Test
  void create_tokenOfAGateway_hasNoBeta() {
    List<String> betas = new ArrayList<>();
    TokenSupply variable = user.variable("ANTHROPIC_AUTH_TOKEN", "fake");
    user.simulator.faults().add("call#1: BEFORE_COMMIT 200 body='{}'");

    int status = status(recording(variable, "anthropic-beta", betas));

    assertThat(status).isEqualTo(200);
    assertThat(betas).isEmpty();
  }

  @Test
  void createAsync_loginEndedAtALongRefusal_letsGoOfTheAnswer() throws Exception {
    try (LongRefusal refusing = LongRefusal.start()) {
      AnthropicClientAsync client =
          PawlBackend.of(user.loggedIn(), refusing.root())
              .on(AnthropicOkHttpClientAsync.builder())
              .build();
      user.simulator.revokeFamily("F1");

      Throwable problem = catchThrowable(() -> client.messages().create(MESSAGE).join());

      assertThat(problem).hasRootCauseInstanceOf(TokenException.class);
      assertThat(refusing.isLetGo()).isTrue();
    }
  }

  @Test
  void create_apiKey_goesIntoItsOwnHeaderWithoutABeta() {
    String key = user.loggedIn().token().value();
    TokenSupply keys = new Fixed(new Token(key, Instant.MAX, 0, "", Kind.API_KEY));
    List<String> seen = new ArrayList<>();

    int status = status(recording(keys, "x-api-key", seen));
    int again = status(recording(keys, "anthropic-beta", seen));
    int third = status(recording(keys, "authorization", seen));

    assertThat(List.of(status, again, third)).containsOnly(200);
    assertThat(seen).containsExactly(key);
  }

  @Test
  void create_forbiddenForAnotherReason_isTheSdksExceptionAndRenewsNothing() {
    AnthropicClient client = oneLine(user.loggedIn());
    user.simulator
        .faults()
        .add(
            "call#1-: BEFORE_COMMIT 403 body='{\"type\":\"error\",\"error\":{\"type\":"
                + "\"permission_error\",\"message\":\"not yours\"}}'");

    Throwable problem = catchThrowable(() -> client.messages().create(MESSAGE));

    assertThat(problem)
        .isInstanceOf(PermissionDeniedException.class)
        .hasMessageContaining("not yours");
    user.spends().areNone();
  }

  @Test
  void create_serverOverloaded_isRepeatedByTheSdkAndSpendsNothing() {
    AnthropicClient client = oneLine(user.loggedIn());
    user.simulator.faults().add("call#1: BEFORE_COMMIT 529 header='Retry-After-Ms: 1'");

    int status = status(client);

    assertThat(status).isEqualTo(200);
    user.calls().areExactly(2);
    user.simulator.ledger().entries().of(Operation.REFRESH).areNone();
  }

  @Test
  void create_tokenEndpointDown_isSaidOnceAndNotRepeatedByTheSdk() {
    TokenManager manager = user.loggedIn();
    AnthropicClient client = oneLine(manager);
    user.simulator.revokeAccessTokens("F1");
    user.simulator.faults().add("refresh#1-: BEFORE_COMMIT 503");

    Throwable problem = catchThrowable(() -> client.messages().create(MESSAGE));

    assertThat(problem).isInstanceOf(TokenException.class);
    user.calls().areExactly(1);
    user.spends().areExactly(1);
  }

  @Test
  void create_withAKeyOfItsOwn_isLeftAlone() {
    List<String> tokens = new ArrayList<>();
    AnthropicClient client = recording(user.loggedIn(), "authorization", tokens);
    MessageCreateParams own =
        MESSAGE.toBuilder().putAdditionalHeader("X-Api-Key", "of the caller").build();

    Throwable problem = catchThrowable(() -> status(client, own));

    assertThat(problem).isInstanceOf(UnauthorizedException.class);
    assertThat(tokens).isEmpty();
    user.spends().areNone();
  }

  private AnthropicClient oneLine(TokenSupply supply) {
    return PawlBackend.of(supply, user.simulator.api()).on(AnthropicOkHttpClient.builder()).build();
  }

  /** A client that notes the values of a header of what goes out. */
  private AnthropicClient recording(TokenSupply supply, String header, List<String> values) {
    PawlBackend backend = PawlBackend.of(supply, user.simulator.api());
    return backend
        .on(AnthropicOkHttpClient.builder())
        .backend(new AnthropicApi.Recording(backend, header, values))
        .build();
  }

  private static int status(AnthropicClient client) {
    return status(client, MESSAGE);
  }

  private static int status(AnthropicClient client, MessageCreateParams message) {
    try (HttpResponseFor<Message> answer = client.messages().withRawResponse().create(message)) {
      return answer.statusCode();
    }
  }

  /** One credential for ever. */
  private record Fixed(Token token) implements TokenSupply {
    @Override
    public Token renew(Token rejected) {
      throw TokenException.logIn("there is no other");
    }
  }
}
