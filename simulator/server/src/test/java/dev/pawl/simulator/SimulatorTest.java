package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Service;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorTest {
  private final Simulator simulator =
      Simulator.builder().seed(7).accessTtl(Duration.ofMinutes(10)).start();
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void spend_firstTime_givesSuccessor() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");

    HttpResponse<String> answer = client.spend(grant.refreshToken());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(Client.json(answer)).containsEntry("expires_in", 600);
    assertThat(simulator.isCurrentRefreshToken(Client.string(answer, "refresh_token"))).isTrue();
    assertThat(simulator.isCurrentRefreshToken(grant.refreshToken())).isFalse();
    simulator.ledger().spends("F1").with(Outcome.GRANTED).by("test").areExactly(1);
  }

  @Test
  void spend_secondTime_revokesFamily() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    client.spend(grant.refreshToken());

    HttpResponse<String> answer = client.spend(grant.refreshToken());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.json(answer)).containsEntry("error", "invalid_grant");
    assertThat(simulator.isFamilyAlive("F1")).isFalse();
    assertThat(simulator.ledger().spentTwice()).containsExactly("F1.rt0");
    assertThat(client.call(grant.accessToken()).statusCode()).isEqualTo(403);
  }

  @Test
  void call_withAccessToken_answersWithItsLabel() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");

    HttpResponse<String> answer = client.call(grant.accessToken());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("request-id")).isPresent();
    assertThat(Client.json(answer))
        .containsEntry("token", "F1.at0")
        .containsEntry("account", "alice");
  }

  @Test
  void down_refused_thenUpOnSamePort() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    simulator.down();
    assertThatThrownBy(() -> client.spend(grant.refreshToken()))
        .isInstanceOf(ConnectException.class);
    int apiMeanwhile = client.call(grant.accessToken()).statusCode();

    simulator.up();

    assertThat(apiMeanwhile).isEqualTo(200);
    assertThat(client.spend(grant.refreshToken()).statusCode()).isEqualTo(200);
    simulator.ledger().spends("F1").areExactly(1);
  }

  @Test
  void down_unavailable_countsAttemptsAndCommitsNothing() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    simulator.faults().add("refresh: BEFORE_COMMIT 429");
    simulator.down(Outage.UNAVAILABLE);

    int during = client.spend(grant.refreshToken()).statusCode();
    simulator.up();
    int after = client.spend(grant.refreshToken()).statusCode();

    assertThat(during).isEqualTo(503);
    assertThat(after).isEqualTo(429);
    simulator.ledger().spends("F1").with(Outcome.FAULT_BEFORE_COMMIT).areExactly(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/oauth/device_authorization", "/api/keys", "/oauth/revoke"})
  void down_unavailable_takesEveryEndpointAwayAlsoWithoutFaults(String path) throws Exception {
    simulator.down(Outage.UNAVAILABLE);

    simulator.faults().clear();
    HttpResponse<String> answer =
        client.post(simulator.issuer().resolve(path), Map.of("client_id", simulator.clientId()));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/oauth-authorization-server",
        "/oauth/authorize",
        "/oauth/token",
        "/device",
        "/nowhere",
        "/__admin/mappings"
      })
  void answer_ofAnyPath_tellsNothingOfTheServerUnderneath(String path) throws Exception {
    HttpResponse<String> answer = client.get(simulator.issuer().resolve(path));

    assertThat(answer.headers().map().keySet())
        .isSubsetOf("allow", "cache-control", "content-length", "content-type", "date", "pragma");
    assertThat(answer.body().toLowerCase(Locale.ROOT)).doesNotContain("jetty", "wiremock");
  }

  @Test
  void reset_afterMuchWasChanged_isAsAtTheStart() throws Exception {
    Instant start = Instant.now();
    IssuedGrant old = simulator.newFamily("alice");
    simulator.terms(simulator.terms().policy(RotationPolicy.NONE));
    simulator.faults().add("refresh: BEFORE_COMMIT 429");
    simulator.clock().advance(Duration.ofDays(900));
    simulator.clock().freeze();
    simulator.down(Service.API, Outage.UNAVAILABLE);
    simulator.down(Outage.REFUSED);

    simulator.reset();
    IssuedGrant first = simulator.newFamily("bob");
    int forgotten = client.spend(old.refreshToken()).statusCode();
    int granted = client.spend(first.refreshToken()).statusCode();
    int replayed = client.spend(first.refreshToken()).statusCode();

    assertThat(first.family()).isEqualTo("F1");
    assertThat(List.of(forgotten, granted, replayed)).containsExactly(400, 200, 400);
    assertThat(simulator.isFamilyAlive("F1")).isFalse();
    assertThat(simulator.clock().instant()).isBetween(start, Instant.now());
    assertThat(simulator.ledger().entries().list().get(0).sequence()).isEqualTo(1);
    assertThat(simulator.families()).hasSize(1);
  }

  @Test
  void reset_personWasSetAtTheStart_behavesAsAtTheStart() {
    try (Simulator asking =
        Simulator.builder()
            .issuer("acme", "/acme")
            .consent(Consent.Manner.ASK)
            .deviceConsent(Consent.Manner.DENY)
            .start()) {
      asking.consent().browser(Consent.Manner.APPROVE);
      asking.consent().device(Consent.Manner.APPROVE);
      asking.consent().interval(Duration.ZERO);

      asking.reset();

      assertThat(asking.consent().browser()).isEqualTo(Consent.Manner.ASK);
      assertThat(asking.consent().device()).isEqualTo(Consent.Manner.DENY);
      assertThat(asking.consent().interval()).isEqualTo(Duration.ofSeconds(5));
      assertThat(asking.issuer("acme").consent().browser()).isEqualTo(Consent.Manner.ASK);
    }
  }

  @Test
  void down_apiUnavailable_leavesTheAuthorizationServer() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    simulator.down(Service.API, Outage.UNAVAILABLE);

    int away = client.call(grant.accessToken()).statusCode();
    int spend = client.spend(grant.refreshToken()).statusCode();
    simulator.up(Service.API);

    assertThat(away).isEqualTo(503);
    assertThat(spend).isEqualTo(200);
    assertThat(client.call(grant.accessToken()).statusCode()).isNotEqualTo(503);
  }

  @Test
  void down_apiRefused_isRefusedSinceTheAdminApiIsThere() {
    assertThatThrownBy(() -> simulator.down(Service.API, Outage.REFUSED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("api shares its port with others: it can be UNAVAILABLE, not REFUSED");
  }

  @ParameterizedTest
  @EnumSource(names = {"STRICT_FAMILY", "STRICT_REJECT", "RETRYABLE_RACE"})
  void spend_by32AtOnce_isGrantedOnce(RotationPolicy policy) throws Exception {
    try (Simulator strict = Simulator.builder().policy(policy).start()) {
      for (int round = 1; round <= 10; round++) {
        String family = storm(strict, 32);

        strict.ledger().spends(family).areExactly(32).grants().areExactly(1);
      }
      List<Long> sequence =
          strict.ledger().entries().list().stream().map(LedgerEntry::sequence).toList();
      assertThat(sequence).isSorted().doesNotHaveDuplicates().hasSize(10 * 33);
    }
  }

  private static String storm(Simulator simulator, int clients) throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    Client client = new Client(simulator);
    CyclicBarrier barrier = new CyclicBarrier(clients);
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<Integer>> spends =
          Collections.nCopies(
              clients,
              () -> {
                barrier.await();
                return client.spend(grant.refreshToken()).statusCode();
              });
      for (Future<Integer> spend : threads.invokeAll(spends)) {
        assertThat(spend.get()).isIn(200, 400);
      }
    } finally {
      threads.shutdown();
    }
    return grant.family();
  }

  @Test
  void date_ofBothServices_comesFromTheirVirtualClocks() throws Exception {
    simulator.clock().offset(Duration.ofDays(-1000));
    simulator.clock().skew(Service.API, Duration.ofHours(2));
    simulator.clock().freeze();

    HttpResponse<String> metadata =
        client.get(simulator.issuer().resolve("/.well-known/oauth-authorization-server"));
    HttpResponse<String> call = client.call("sim-at-unknown");
    HttpResponse<String> nowhere = client.get(simulator.api().resolve("/nowhere"));
    HttpResponse<String> closed = client.get(simulator.issuer().resolve("/__admin/mappings"));

    Instant now = simulator.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    assertThat(date(metadata)).isEqualTo(now);
    assertThat(date(closed)).isEqualTo(now);
    assertThat(date(call)).isEqualTo(now.plus(Duration.ofHours(2)));
    assertThat(date(nowhere)).isEqualTo(now.plus(Duration.ofHours(2)));
  }

  @Test
  void metadata_namesTheIssuerItWasFetchedFrom() throws Exception {
    HttpResponse<String> answer =
        client.get(simulator.issuer().resolve("/.well-known/oauth-authorization-server"));

    assertThat(Client.json(answer))
        .containsEntry("issuer", simulator.issuer().toString())
        .containsEntry("token_endpoint", simulator.tokenEndpoint().toString())
        .containsEntry("revocation_endpoint", simulator.revocationEndpoint().toString())
        .containsEntry("code_challenge_methods_supported", List.of("S256"));
  }

  @Test
  void spend_withARepeatedParameter_isInvalidRequest() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    String form =
        "grant_type=refresh_token&client_id=x&client_id=y&refresh_token=" + grant.refreshToken();

    HttpResponse<String> repeated = post("application/x-www-form-urlencoded", form);

    assertThat(Client.json(repeated)).containsEntry("error", "invalid_request");
  }

  @Test
  void exportLedger_writesOneObjectALine(@TempDir Path directory) throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    client.spend(grant.refreshToken());
    Path file = directory.resolve("ledger.jsonl");

    simulator.exportLedger(file);

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2).noneMatch(line -> line.contains("sim-"));
    assertThat(Client.json(lines.get(1)))
        .containsEntry("operation", "oauth.refresh")
        .containsEntry("presented", "F1.rt0")
        .containsEntry("issued", "F1.rt1")
        .containsEntry("access", "F1.at1")
        .containsEntry("status", 200)
        .containsEntry("process", "test")
        .containsEntry("client", simulator.clientId());
  }

  @Test
  void ledger_requestsThatNobodyTakes_areEntriesToo() throws Exception {
    client.send(HttpRequest.newBuilder(simulator.issuer().resolve("/oauth/tokn")).GET());
    client.send(HttpRequest.newBuilder(simulator.tokenEndpoint()).GET());
    client.send(HttpRequest.newBuilder(simulator.api().resolve("/v2/messages")).GET());
    post("application/x-www-form-urlencoded", "grant_type=refresh_token&grant_type=password");
    raw(
        simulator.tokenEndpoint(),
        "POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: -\r\n\r\n");

    List<String> strays =
        simulator.ledger().entries().list().stream()
            .map(entry -> entry.operation() + " " + entry.status())
            .toList();

    assertThat(strays)
        .containsExactly(
            "oauth.misdirected 404",
            "oauth.misdirected 405",
            "api.misdirected 404",
            "oauth.unreadable 400",
            "oauth.unreadable 400");
  }

  @Test
  void tokens_ofTheSameSeed_areTheSame() {
    IssuedGrant one = simulator.newFamily("alice");
    try (Simulator other = Simulator.builder().seed(7).start();
        Simulator stranger = Simulator.builder().seed(8).start()) {
      assertThat(other.newFamily("bob").refreshToken()).isEqualTo(one.refreshToken());
      assertThat(stranger.newFamily("bob").refreshToken()).isNotEqualTo(one.refreshToken());
    }
  }

  private static void raw(URI where, String request) throws IOException {
    try (Socket socket = new Socket(where.getHost(), where.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
    }
  }

  private HttpResponse<String> post(String type, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(simulator.tokenEndpoint())
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static Instant date(HttpResponse<String> answer) {
    return Instant.from(
        DateTimeFormatter.RFC_1123_DATE_TIME.parse(
            answer.headers().firstValue("Date").orElseThrow()));
  }
}
