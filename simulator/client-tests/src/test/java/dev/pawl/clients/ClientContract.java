package dev.pawl.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.pawl.TokenManager;
import dev.pawl.clients.ApiClient.Answer;
import dev.pawl.http.RequestAuthorizer;
import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.token.TokenException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every client with the manager's tokens does, before the simulated API. */
abstract class ClientContract {
  private static final int THREADS = 12;
  private static final String FORBIDDEN = "{\"error\":\"insufficient_scope\"}";

  @RegisterExtension final ClientUser user = new ClientUser();

  /** The client, with the tokens of {@code authorizer}. */
  abstract ApiClient client(RequestAuthorizer authorizer);

  /** Whether the library keeps what a stream gives, so that it can be sent again. */
  boolean keepsStreams() {
    return false;
  }

  @Test
  void get_freshToken_opensTheApiWithoutASpend() throws Exception {
    ApiClient client = client(user.authorizer(user.loggedIn()));

    Answer answer = client.get(user.whoami());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("F1.at0");
    user.spends().areNone();
  }

  @ParameterizedTest
  @EnumSource(RejectionShape.class)
  void get_tokenRevokedEarly_isRenewedOnceAndRepeated(RejectionShape shape) throws Exception {
    ApiClient client = client(user.authorizer(user.loggedIn()));
    user.simulator.rejectionShape(shape);
    user.simulator.revokeAccessTokens("F1");

    Answer answer = client.get(user.whoami());

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("F1.at1");
    user.spends().areExactly(1);
    user.calls().areExactly(2);
  }

  /* A token that is refreshed without them would be refused once more. */
  @Test
  void get_apiNamesClaimsThatItWants_isServedByATokenThatIsRefreshedWithThem() throws Exception {
    ApiClient client = client(user.authorizer(user.loggedIn()));
    user.simulator.demandClaims(true);

    Answer answer = client.get(user.whoami());

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    user.spends().areExactly(1);
    user.calls().areExactly(2);
  }

  @Test
  void get_manyAtOnceAfterARevocation_renewOnce() throws Exception {
    ApiClient client = client(user.authorizer(user.loggedIn()));
    user.simulator.revokeAccessTokens("F1");

    List<Integer> statuses = atOnce(client);

    assertThat(statuses).hasSize(THREADS).containsOnly(200);
    user.spends().areExactly(1);
    user.calls().areAtMost(2 * THREADS);
  }

  private List<Integer> atOnce(ApiClient client) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        answers.add(threads.submit(() -> client.get(user.whoami()).status()));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      return statuses;
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void post_bodyThatCanBeRepeated_isSentAgain() throws Exception {
    ApiClient client = client(user.authorizer(user.loggedIn()));
    user.simulator.revokeAccessTokens("F1");

    Answer answer = client.post(user.messages(), "{}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    user.calls().areExactly(2);
  }

  @Test
  void post_bodyOfAStream_isReadOnceAndTheNextRequestWorks() throws Exception {
    ApiClient client = client(user.authorizer(user.loggedIn()));
    user.simulator.revokeAccessTokens("F1");
    ByteArrayInputStream once = new ByteArrayInputStream("{}".getBytes(UTF_8));

    Answer first = client.post(user.messages(), once);
    int calls = user.calls().count();
    Answer next = client.post(user.messages(), "{}");

    assertThat(first.status()).as(first.body()).isEqualTo(keepsStreams() ? 200 : 403);
    assertThat(calls).isEqualTo(keepsStreams() ? 2 : 1);
    assertThat(next.status()).isEqualTo(200);
    user.spends().areExactly(1);
  }

  @Test
  void get_refusedTwice_givesTheCallerTheSecondAnswer() throws Exception {
    ApiClient client = client(user.authorizer(user.loggedIn()));
    user.simulator.faults().add("call#1-: BEFORE_COMMIT 401 body='{\"error\":\"again\"}'");

    Answer answer = client.get(user.whoami());

    assertThat(answer).isEqualTo(new Answer(401, "{\"error\":\"again\"}"));
    user.spends().areExactly(1);
    user.calls().areExactly(2);
  }

  @Test
  void get_forbiddenForAnotherReason_isLeftAlone() throws Exception {
    ApiClient client = client(user.authorizer(user.loggedIn()));
    user.simulator.faults().add("call#1-: BEFORE_COMMIT 403 body='" + FORBIDDEN + "'");

    Answer answer = client.get(user.whoami());

    assertThat(answer).isEqualTo(new Answer(403, FORBIDDEN));
    user.spends().areNone();
    user.calls().areExactly(1);
  }

  @Test
  void get_loginEnded_saysWhatToDoAndNoSecret() {
    TokenManager manager = user.loggedIn();
    ApiClient client = client(user.authorizer(manager));
    String secret = manager.token().value();
    user.simulator.revokeFamily("F1");

    Throwable problem = catchThrowable(() -> client.get(user.whoami()));

    TokenException known = known(problem);
    assertThat(known.reason()).isEqualTo(TokenException.Reason.LOG_IN);
    assertThat(trace(problem)).contains("log in").doesNotContain(secret);
    assertThat(client.toString()).doesNotContain(secret);
  }

  /* A connection whose answer is neither read to its end nor closed is lost to the client. */
  @Test
  void get_loginEndedAtALongRefusal_letsGoOfTheAnswer() throws Exception {
    try (LongRefusal refusing = LongRefusal.start()) {
      ApiClient client =
          client(RequestAuthorizer.builder(user.loggedIn()).origins(refusing.root()).build());
      user.simulator.revokeFamily("F1");

      Throwable problem = catchThrowable(() -> client.get(refusing.root()));

      assertThat(known(problem).reason()).isEqualTo(TokenException.Reason.LOG_IN);
      assertThat(refusing.isLetGo()).isTrue();
    }
  }

  private static TokenException known(Throwable problem) {
    Throwable cause = problem;
    while (!(cause instanceof TokenException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof TokenException known) {
      return known;
    }
    throw new AssertionError("no TokenException", problem);
  }

  private static String trace(Throwable problem) {
    StringWriter text = new StringWriter();
    problem.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void get_tokenBoundToAKey_goesOutWithAProofEachTime() throws Exception {
    ApiClient client = client(user.authorizer(user.loggedInWithAKey()));

    Answer first = client.get(user.whoami());
    user.simulator.rejectionShape(RejectionShape.REVOKED_401);
    user.simulator.revokeAccessTokens("F1");
    Answer second = client.get(user.whoami());

    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(second.status()).as(second.body()).isEqualTo(200);
    user.simulator.ledger().entries().grants().areExactly(2);
  }

  @Test
  void get_anotherOrigin_neverSeesTheToken() throws Exception {
    ApiClient client = client(user.authorizer(user.loggedIn()));

    List<String> seen = seenByAnother(target -> client.get(target).status());

    assertThat(seen).containsExactly("[Authorization: null, X-Api-Key: null]");
  }

  @Test
  void get_redirectedToAnotherOrigin_neverShowsItTheToken() throws Exception {
    ApiClient client = client(user.authorizer(user.loggedIn()));

    List<String> seen =
        seenByAnother(
            target -> {
              user.simulator
                  .faults()
                  .add("call#1: BEFORE_COMMIT 307 body='moved' header='Location: " + target + "'");
              return client.get(user.whoami()).status();
            });

    assertThat(seen).isSubsetOf("[Authorization: null, X-Api-Key: null]");
    user.calls().areExactly(1);
  }

  /** What is done with the address of another server. */
  interface Visit {
    int status(URI target) throws Exception;
  }

  /** What another server has seen of credentials while it was visited. */
  static List<String> seenByAnother(Visit visit) throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer other = server(seen);
    try {
      int status = visit.status(URI.create("http://127.0.0.1:" + other.getAddress().getPort()));
      assertThat(status).isIn(200, 307);
    } finally {
      other.stop(0);
    }
    return seen;
  }

  private static HttpServer server(List<String> seen) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          List<String> found = new ArrayList<>();
          for (String header : List.of("Authorization", "X-Api-Key")) {
            found.add(header + ": " + exchange.getRequestHeaders().getFirst(header));
          }
          seen.add(found.toString());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
