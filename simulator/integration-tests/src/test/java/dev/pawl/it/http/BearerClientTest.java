package dev.pawl.it.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpServer;
import dev.pawl.TokenManager;
import dev.pawl.http.BearerClient;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with a token against the simulated API, and against servers that must not see it. */
final class BearerClientTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @RegisterExtension final UserScene scene = UserScene.strict();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private TokenManager manager;
  private BearerClient client;
  private HttpServer other;

  @BeforeEach
  void start() throws IOException {
    manager = scene.loggedIn();
    client = BearerClient.builder(manager, HTTP).origins(scene.simulator.api()).build();
    other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    other.start();
  }

  @AfterEach
  void stop() {
    other.stop(0);
  }

  @Test
  void send_freshToken_opensTheApiWithoutASpend() throws Exception {
    HttpResponse<String> answer = client.send(whoami(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("F1.at0");
    assertThat(answer.request().headers().firstValue("Authorization")).isEmpty();
    scene.spends().areNone();
  }

  @ParameterizedTest
  @EnumSource(RejectionShape.class)
  void send_tokenRevokedEarly_renewsOnceAndRepeats(RejectionShape shape) throws Exception {
    scene.simulator.rejectionShape(shape);
    scene.simulator.revokeAccessTokens("F1");

    HttpResponse<String> answer = client.send(whoami(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("F1.at1");
    scene.spends().areExactly(1);
  }

  /* Entra ID's claims challenge: a token that was refreshed without them would be refused again. */
  @Test
  void send_apiNamesClaimsThatItWants_isRefreshedWithThemOnceAndServed() throws Exception {
    scene.simulator.demandClaims(true);
    Token plain = manager.token();

    HttpResponse<String> first = client.send(whoami(), BodyHandlers.ofString());
    HttpResponse<String> second = client.sendAsync(whoami(), BodyHandlers.ofString()).join();
    manager.login(scene.freshGrant());
    Token without = manager.renew(manager.token());
    HttpResponse<String> third = HTTP.send(bearing(without), BodyHandlers.ofString());

    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
    assertThat(manager.token().value()).isNotEqualTo(plain.value());
    assertThat(third.statusCode()).as("refreshed without the claims").isEqualTo(401);
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(2);
  }

  /* What is wrong with the claims of one API says nothing of the login. */
  @ParameterizedTest
  @CsvSource({
    "interaction_required dialect=entra, LOG_IN",
    "invalid_grant, LOG_IN",
    "invalid_request, FIX_CONFIGURATION"
  })
  void renew_claimsAreRefused_isToldToThatCallerAlone(String error, TokenException.Reason reason) {
    Token plain = manager.token();
    scene.simulator.faults().add("refresh#1: BEFORE_COMMIT error=" + error);

    assertThatThrownBy(() -> manager.renew(plain, "{\"access_token\":{}}"))
        .asInstanceOf(type(TokenException.class))
        .returns(reason, TokenException::reason);

    assertThat(manager.token().value()).isNotEqualTo(plain.value());
    scene.spends().areExactly(2).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void renew_claimsThatNobodySends_areRefusedBeforeAnythingIsSpent() {
    Token plain = manager.token();

    assertThatThrownBy(() -> manager.renew(plain, "x".repeat(4_097)))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(manager.token()).isEqualTo(plain);
    scene.spends().areExactly(0);
  }

  private HttpRequest bearing(Token token) {
    return HttpRequest.newBuilder(scene.simulator.api().resolve("/v1/whoami"))
        .header("Authorization", "Bearer " + token.value())
        .build();
  }

  @Test
  void send_manyAtOnceAfterARevocation_renewOnce() {
    scene.simulator.revokeAccessTokens("F1");

    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 20)
            .mapToObj(i -> client.sendAsync(whoami(), BodyHandlers.ofString()))
            .toList();

    assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
    scene.spends().areExactly(1);
  }

  @Test
  void send_tokenExpired_isRefreshedBeforeTheRequest() throws Exception {
    scene.expire();

    HttpResponse<String> answer = client.send(whoami(), BodyHandlers.ofString());

    assertThat(answer.body()).contains("F1.at1");
    assertThat(scene.simulator.ledger().entries().apiCalls().count()).isEqualTo(1);
  }

  @Test
  void send_apiClockAhead_isRenewedAfterTheRefusal() throws Exception {
    scene
        .simulator
        .clock()
        .skew(dev.pawl.simulator.core.operation.Service.API, Duration.ofMinutes(30));
    scene.simulator.clock().advance(Duration.ofMinutes(40));

    HttpResponse<String> answer = client.send(whoami(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    scene.spends().areExactly(1);
  }

  @Test
  void send_bodyOfKnownLength_isSentAgain() throws Exception {
    scene.simulator.revokeAccessTokens("F1");
    HttpRequest post =
        HttpRequest.newBuilder(messages()).POST(BodyPublishers.ofString("{}")).build();

    HttpResponse<String> answer = client.send(post, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(scene.simulator.ledger().entries().apiCalls().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void send_bodyFromAStream_isNotSentAgainButTheNextRequestWorks(boolean async) throws Exception {
    scene.simulator.revokeAccessTokens("F1");
    HttpRequest post =
        HttpRequest.newBuilder(messages())
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[] {1})))
            .build();

    HttpResponse<String> refused =
        async
            ? client.sendAsync(post, BodyHandlers.ofString()).join()
            : client.send(post, BodyHandlers.ofString());
    HttpResponse<String> next = client.send(post, BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("OAuth token has been revoked");
    assertThat(next.statusCode()).isEqualTo(200);
    scene.spends().areExactly(1);
  }

  @Test
  void send_refusedTwice_givesTheCallerTheSecondAnswer() throws Exception {
    scene
        .simulator
        .clock()
        .skew(dev.pawl.simulator.core.operation.Service.API, Duration.ofHours(5));

    HttpResponse<InputStream> answer = client.send(whoami(), BodyHandlers.ofInputStream());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
        .contains("OAuth token has expired");
    scene.spends().areExactly(1);
  }

  @Test
  void send_forbiddenForAnotherReason_isNotRenewed() throws Exception {
    other.removeContext("/");
    other.createContext("/", exchange -> forbid(exchange, "{\"error\":\"insufficient_scope\"}"));
    BearerClient strict = BearerClient.builder(manager, HTTP).origins(root(other)).build();

    HttpResponse<String> answer =
        strict.send(HttpRequest.newBuilder(root(other)).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("insufficient_scope");
    scene.spends().areNone();
  }

  @Test
  void send_ownPredicate_decidesWhatARefusalIs() throws Exception {
    other.removeContext("/");
    other.createContext("/", exchange -> forbid(exchange, "stale credentials"));
    BearerClient own =
        BearerClient.builder(manager, HTTP)
            .origins(root(other))
            .refusals(refusal -> refusal.body().contains("stale"))
            .build();

    HttpResponse<String> answer =
        own.send(HttpRequest.newBuilder(root(other)).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(seen).hasSize(2).doesNotHaveDuplicates();
    scene.spends().areExactly(1);
  }

  @Test
  void send_foreignOrigin_neverSeesTheToken() throws Exception {
    HttpRequest foreign = HttpRequest.newBuilder(root(other)).build();

    client.send(foreign, BodyHandlers.discarding());
    client.sendAsync(foreign, BodyHandlers.discarding()).join();

    assertThat(seen).containsExactly("null", "null");
  }

  @Test
  void send_redirectToAnotherOrigin_isNotFollowed() throws Exception {
    HttpServer redirecting =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    redirecting.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", root(other).toString());
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    redirecting.start();
    try {
      BearerClient ours = BearerClient.builder(manager, HTTP).origins(root(redirecting)).build();

      HttpResponse<Void> answer =
          ours.send(HttpRequest.newBuilder(root(redirecting)).build(), BodyHandlers.discarding());

      assertThat(answer.statusCode()).isEqualTo(307);
      assertThat(seen).isEmpty();
    } finally {
      redirecting.stop(0);
    }
  }

  @Test
  void builder_clientFollowsRedirects_isRefused() {
    HttpClient following =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    assertThatThrownBy(() -> BearerClient.builder(manager, following))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Redirect.NEVER");
  }

  @Test
  void builder_noOrigin_isRefused() {
    assertThatThrownBy(() -> BearerClient.builder(manager, HTTP).build())
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example.com",
        "https://api.example.com/v1",
        "https://user@api.example.com",
        "https://api.example.com?x",
        "ftp://localhost",
        "/v1"
      })
  void origins_notABareSecureOrigin_isRefused(String uri) {
    BearerClient.Builder builder = BearerClient.builder(manager, HTTP);

    assertThatThrownBy(() -> builder.origins(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("origin");
  }

  @Test
  void send_ownAuthorizationHeader_isAnError() {
    HttpRequest own =
        HttpRequest.newBuilder(messages()).header("authorization", "Bearer fake").build();

    assertThatThrownBy(() -> client.send(own, BodyHandlers.discarding()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("fake");
    assertThatThrownBy(() -> client.sendAsync(own, BodyHandlers.discarding()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sendAsync_loggedOut_completesWithTheReason() {
    manager.logout();

    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(whoami(), BodyHandlers.discarding());

    assertThatThrownBy(answer::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(TokenException.class);
  }

  private void forbid(com.sun.net.httpserver.HttpExchange exchange, String body)
      throws IOException {
    seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(403, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private HttpRequest whoami() {
    return HttpRequest.newBuilder(scene.simulator.api().resolve("/v1/whoami")).build();
  }

  private URI messages() {
    return scene.simulator.api().resolve("/v1/messages");
  }

  private static URI root(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
