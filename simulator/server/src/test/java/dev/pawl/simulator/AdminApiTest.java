package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ServerTerms;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminApiTest extends SimulatorScene {
  @Test
  void anything_withoutTheToken_isRefusedWithoutCorsHeaders() throws Exception {
    HttpResponse<String> none =
        client.send(HttpRequest.newBuilder(at("/ledger")).header("Origin", "http://evil.example"));
    HttpResponse<String> wrong =
        client.send(
            HttpRequest.newBuilder(at("/ledger"))
                .header("Authorization", "Bearer " + simulator.adminToken() + "x"));

    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(none.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
  }

  @Test
  void anything_forAnotherHost_isRefused() throws Exception {
    String answer =
        RawSocket.exchange(
            simulator.admin(),
            "GET /__sim/ledger HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer "
                + simulator.adminToken()
                + "\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 421 ");
  }

  @Test
  void post_notJson_isRefused() throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(at("/clock"))
                .header("Authorization", "Bearer " + simulator.adminToken())
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"advance\":\"1h\"}")));

    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void clock_advanced_expiresAccessTokens() throws Exception {
    HttpResponse<String> answer = post("/clock", Map.of("advance", "2h"));

    assertThat(Client.json(answer)).containsEntry("offset", "PT2H");
    assertThat(client.call(grant.accessToken()).statusCode()).isEqualTo(401);
  }

  @Test
  void faults_addedAsText_strikeAndAreListed() throws Exception {
    HttpResponse<String> added =
        post("/faults", Map.of("fault", "refresh next 1: BEFORE_COMMIT 503"));

    int first = client.spend(grant.refreshToken()).statusCode();
    int second = client.spend(grant.refreshToken()).statusCode();

    assertThat(added.body()).contains("refresh#1: BEFORE_COMMIT 503");
    assertThat(first).isEqualTo(503);
    assertThat(second).isEqualTo(200);
  }

  @Test
  void ledgerAndFamilies_show_labelsAndNeverTokens() throws Exception {
    client.spend(grant.refreshToken());

    String ledger = get("/ledger").body();
    String families = get("/families").body();

    assertThat(ledger).contains("F1.rt0", "GRANTED").doesNotContain("sim-rt", "sim-at");
    assertThat(families).contains("\"currentRefreshTokens\":[\"F1.rt1\"]").doesNotContain("sim-rt");
  }

  @Test
  void ledger_inPages_endsWhereTheNextBegins() throws Exception {
    String present = grant.refreshToken();
    for (int i = 0; i < 5; i++) {
      present = Client.string(client.spend(present), "refresh_token");
    }

    Map<String, Object> first = Client.json(get("/ledger?operation=oauth.refresh&limit=2"));
    Map<String, Object> second =
        Client.json(get("/ledger?operation=oauth.refresh&limit=9&since=" + first.get("next")));

    assertThat(first.get("entries")).asString().contains("F1.rt0", "F1.rt2").doesNotContain("rt3");
    assertThat(second.get("entries")).asString().contains("F1.rt3", "F1.rt5").doesNotContain("rt1");
    assertThat(Client.json(get("/ledger?since=" + second.get("next"))))
        .containsEntry("entries", List.of())
        .containsEntry("next", second.get("next"))
        .containsEntry("forgotten", 0);
  }

  @Test
  void ledger_asEvents_goesOnBehindTheLastOneThatWasRead() throws Exception {
    simulator.revokeFamily("F1");

    HttpResponse<String> all = get("/ledger?format=events");
    HttpResponse<String> rest = events("0");
    HttpResponse<String> none = events(Long.toString(simulator.ledger().position()));

    assertThat(all.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(all.body())
        .startsWith("retry: 100\n\nevent: entry\nid: 1\ndata: {")
        .contains("\"operation\":\"oauth.revoke\"")
        .containsPattern("\n\nevent: position\nid: [0-9]+\ndata: \\{\"next\":[0-9]+,.*\\}\n\n$");
    assertThat(rest.body()).isEqualTo(all.body());
    assertThat(none.body()).startsWith("retry: 100\n\nevent: position\n");
    assertThat(events("what").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> events(String last) throws Exception {
    return client.send(
        HttpRequest.newBuilder(at("/ledger?format=events&wait=0s"))
            .header("Last-Event-ID", last)
            .header("Authorization", "Bearer " + simulator.adminToken()));
  }

  @Test
  void ledger_waitsForAnEntry_answersWithIt() throws Exception {
    CompletableFuture<HttpResponse<String>> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return get("/ledger?outcome=FAMILY_REVOKED&wait=30s&format=jsonl");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });

    simulator.revokeFamily("F1");

    assertThat(waiting.get(20, TimeUnit.SECONDS).body().lines())
        .singleElement()
        .asString()
        .contains("\"operation\":\"oauth.revoke\"");
  }

  @Test
  void families_posted_isALogin() throws Exception {
    HttpResponse<String> answer = post("/families", Map.of("account", "bob"));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(simulator.familyOf(Client.string(answer, "refresh_token"))).contains("F2");
  }

  @Test
  void revoke_accessThenFamily_killsThem() throws Exception {
    post("/revoke", Map.of("family", "F1", "what", "access"));
    int call = client.call(grant.accessToken()).statusCode();
    boolean alive = simulator.isFamilyAlive("F1");

    post("/revoke", Map.of("family", "F1"));

    assertThat(call).isEqualTo(403);
    assertThat(alive).isTrue();
    assertThat(simulator.isFamilyAlive("F1")).isFalse();
  }

  @Test
  void outage_unavailable_answers503UntilNone() throws Exception {
    post("/outage", Map.of("outage", "UNAVAILABLE"));
    int during = client.spend(grant.refreshToken()).statusCode();

    post("/outage", Map.of("outage", "NONE"));

    assertThat(during).isEqualTo(503);
    assertThat(client.spend(grant.refreshToken()).statusCode()).isEqualTo(200);
  }

  @Test
  void clients_registered_mayLogInAndAreShownWithoutTheirSecret() throws Exception {
    HttpResponse<String> shown =
        post("/clients", Map.of("id", "gateway", "secret", "not-to-be-shown"));
    HttpResponse<String> login = post("/families", Map.of("client", "gateway"));

    assertThat(shown.body()).contains("\"gateway\"").doesNotContain("not-to-be-shown");
    assertThat(login.statusCode()).isEqualTo(201);
    assertThat(post("/families", Map.of("client", "nobody")).statusCode()).isEqualTo(400);
  }

  @Test
  void clients_withScopesThatMustPush_areShownSo() throws Exception {
    HttpResponse<String> shown =
        post(
            "/clients",
            Map.of("id", "web", "secret", "s", "scopes", "messages openid", "requirePush", "true"));

    assertThat(shown.body())
        .contains("\"scopes\":[\"messages\",\"openid\"],\"requirePush\":true")
        .contains("\"requirePush\":false");
  }

  @Test
  void terms_areShownAndChanged() throws Exception {
    post("/terms", Map.of("policy", "GRACE_SAME", "graceWindow", "10s", "accessTtl", "90s"));

    assertThat(simulator.terms())
        .isEqualTo(
            ServerTerms.standard()
                .policy(RotationPolicy.GRACE_SAME)
                .graceWindow(Duration.ofSeconds(10))
                .accessTtl(Duration.ofSeconds(90)));
  }

  @Test
  void ledger_afterAReset_isReadFromTheBeginningAndOfAnotherEra() throws Exception {
    String first = get("/ledger?since=0").body();
    for (int n = 0; n < 3; n++) {
      post("/families", Map.of());
    }
    post("/reset", Map.of());
    post("/families", Map.of());

    String second = get("/ledger?since=4").body();

    assertThat(first).contains("\"era\":0");
    assertThat(second).contains("\"era\":1", "\"sequence\":1");
  }

  @Test
  void reset_forgetsFamiliesAndLedger() throws Exception {
    post("/reset", Map.of());

    assertThat(simulator.families()).isEmpty();
    assertThat(simulator.ledger().entries().list()).isEmpty();
    assertThat(client.call(grant.accessToken()).statusCode()).isEqualTo(401);
  }

  @Test
  void outage_ofTheApi_leavesTheAdminApi() throws Exception {
    post("/outage", Map.of("outage", "UNAVAILABLE", "service", "api"));
    int during = client.call(grant.accessToken()).statusCode();

    post("/outage", Map.of("outage", "NONE", "service", "api"));

    assertThat(during).isEqualTo(503);
    assertThat(client.call(grant.accessToken()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/clock, advance, soon",
    "/faults, fault, nonsense",
    "/faults, nothing, x",
    "/revoke, family, F99",
    "/rejection, shape, ROUND",
    "/outage, outage, MAYBE",
    "/outage, service, MOON",
    "/terms, policy, SOFT",
    "/clients, secret, x",
    "/terms, accessTtl, 0s",
    "/terms, extraUses, 99999999999",
    "/reset, nothing, x"
  })
  void post_nonsense_isABadRequestThatSaysWhy(String path, String name, String value)
      throws Exception {
    HttpResponse<String> answer = post(path, Map.of(name, value));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.string(answer, "error")).contains("'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/clock | {\"offset\":\"9999999999999h\"} | 'offset'",
        "/clock | {\"offset\":\"PT-9999999999999H\"} | 'offset'",
        "/clock | {\"offset\":\"99999999h\"} | 'offset'",
        "/clock | {\"advance\":\"PT9000000000000H\"} | 'advance'",
        "/clock | {\"service\":\"api\",\"skew\":\"-99999999999h\"} | 'skew'",
        "/clock | {\"frozen\":\"yes\"} | 'frozen'",
        "/clock | {\"foo\":1} | 'foo'",
        "/clock | {\"advance\":\"1h\",\"advance\":\"1h\"} | 'advance'",
        "/clock | {\"advance\":{\"hours\":1}} | 'advance'",
        "/consent | {\"interval\":\"99999999999h\"} | 'interval'",
        "/consent | {\"interval\":\"-1s\"} | 'interval'",
        "/faults | {\"fault\":\"refresh: BEFORE_COMMIT delay 99999999999h\"} | delay",
        "/faults | {\"fault\":\"refresh: AFTER_COMMIT delay 25h\"} | delay",
        "/faults | {\"fault\":\"refresh#99999999999999999999: BEFORE_COMMIT hang\"} | ordinal",
        "/faults | {\"fault\":\"refresh next x: BEFORE_COMMIT hang\"} | next",
        "/faults | {\"fault\":\"refresh chance x: BEFORE_COMMIT hang\"} | chance",
        "/faults | {\"fault\":\"refresh after +PT9000000000000000H: BEFORE_COMMIT hang\"} | after"
      })
  void post_impossible_isABadRequestThatNamesTheFieldAndChangesNothing(
      String path, String body, String name) throws Exception {
    HttpResponse<String> answer = postText(path, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Client.string(answer, "error")).contains(name).doesNotContain("input string");
    assertThat(simulator.clock().offset()).isZero();
    assertThat(simulator.clock().isFrozen()).isFalse();
    assertThat(simulator.faults().pending()).isEmpty();
    assertThat(client.call(grant.accessToken()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"banana", "99999999999h"})
  void clock_oneOfTwoWrong_movesNeither(String skew) throws Exception {
    HttpResponse<String> answer =
        post("/clock", Map.of("offset", "1h", "service", "api", "skew", skew));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.string(answer, "error")).contains("'skew'");
    assertThat(simulator.clock().offset()).isZero();
  }

  @Test
  void clock_byQueryWithoutBody_isRefusedAndTurnsNothing() throws Exception {
    HttpResponse<String> empty = postText("/clock?advance=3h", "");
    HttpResponse<String> object = postText("/clock?advance=3h", "{}");

    assertThat(empty.statusCode()).isEqualTo(400);
    assertThat(Client.string(empty, "error")).contains("body");
    assertThat(object.statusCode()).isEqualTo(200);
    assertThat(simulator.clock().offset()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"since=-5", "since=abc", "since=99999999999999999999", "since=1&since=2"})
  void ledger_sinceNoNumber_isABadRequestThatNamesIt(String query) throws Exception {
    HttpResponse<String> answer = get("/ledger?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.string(answer, "error")).contains("'since'").doesNotContain("input string");
  }

  @Test
  void ledger_unknownParameter_isABadRequestThatNamesIt() throws Exception {
    HttpResponse<String> answer = get("/ledger?sinc=5");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.string(answer, "error")).contains("'sinc'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/__admin",
        "/__admin/mappings",
        "/__admin/requests",
        "/__admin/recordings/start",
        "/__admin/swagger-ui/index.html",
        "/__admin/docs",
        "/%5f%5fadmin/requests",
        "/__files/x"
      })
  void wiremocksOwnAdministration_onBothPorts_isClosed(String path) throws Exception {
    assertThat(client.get(simulator.issuer().resolve(path)).statusCode()).isEqualTo(404);
    assertThat(client.get(simulator.api().resolve(path)).statusCode()).isEqualTo(404);
  }

  @Test
  void scenario_posted_isPlayedAndShown() throws Exception {
    String nothing = get("/scenario").body();

    HttpResponse<String> played =
        postText(
            "/scenario",
            """
            {"name": "mine", "timeline": [
              {"on": "refresh#1", "fault": "BEFORE_COMMIT 503"}, {"at": "+1h", "revoke": "F7"}]}
            """);
    int spend = client.spend(grant.refreshToken()).statusCode();
    post("/clock", Map.of("advance", "1h"));
    Map<String, Object> over = Client.json(get("/scenario"));

    assertThat(nothing).isEqualTo("{}");
    assertThat(Client.json(played)).containsEntry("name", "mine").containsEntry("over", false);
    assertThat(spend).isEqualTo(503);
    assertThat(over)
        .containsEntry("over", true)
        .containsEntry("problems", List.of("scenario:2:54: there is no family 'F7'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'timeline':[{'att':'+1s'}]} | scenario:1:15: 'att' is unknown; allowed are at,",
        "{'server':{}} | 'server' is for the start"
      })
  void scenario_thatIsNone_isABadRequestThatSaysWhere(String body, String message)
      throws Exception {
    HttpResponse<String> answer = postText("/scenario", body.replace('\'', '"'));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.string(answer, "error")).contains(message);
  }

  private URI at(String path) {
    return URI.create(simulator.admin() + path);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(at(path))
            .header("Authorization", "Bearer " + simulator.adminToken()));
  }

  private HttpResponse<String> post(String path, Map<String, String> members)
      throws IOException, InterruptedException {
    return postText(path, StrictJson.write(members));
  }

  private HttpResponse<String> postText(String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(at(path))
            .header("Authorization", "Bearer " + simulator.adminToken())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }
}
