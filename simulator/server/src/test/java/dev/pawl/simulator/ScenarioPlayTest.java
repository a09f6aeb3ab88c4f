package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Service;
import dev.pawl.simulator.scenario.Scenario;
import dev.pawl.simulator.scenario.ScenarioRun;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scenarios over real sockets, in frozen time unless a test lets it run. */
class ScenarioPlayTest {
  private final List<Simulator> simulators = new ArrayList<>();

  @AfterEach
  void stop() {
    simulators.forEach(Simulator::close);
  }

  private static Scenario scenario(String json) {
    return Scenario.parse(json.replace('\'', '"'), "test");
  }

  private static Scenario timeline(String... steps) {
    return scenario("{'timeline':[" + String.join(",\n", steps) + "]}");
  }

  private Simulator started(Simulator.Builder builder) {
    Simulator simulator = builder.start();
    simulators.add(simulator);
    return simulator;
  }

  private Simulator frozen() {
    Simulator simulator = started(Simulator.builder().seed(7));
    simulator.clock().freeze();
    return simulator;
  }

  @Test
  void at_clockIsTurnedPastIt_hasHappenedWhenTheTurnReturns() throws Exception {
    Simulator simulator = frozen();
    IssuedGrant grant = simulator.newFamily("alice");
    IssuedGrant other = simulator.newFamily("bob");
    Client client = new Client(simulator);
    ScenarioRun run = simulator.play(timeline("{'at':'+10s','expire':'access-tokens of F1'}"));

    simulator.clock().advance(Duration.ofMillis(9_999));
    int before = client.call(grant.accessToken()).statusCode();
    boolean early = run.isOver();
    simulator.clock().advance(Duration.ofMillis(1));
    int after = client.call(grant.accessToken()).statusCode();

    assertThat(before).isEqualTo(200);
    assertThat(early).isFalse();
    assertThat(after).isEqualTo(401);
    assertThat(run.isOver()).isTrue();
    assertThat(client.call(other.accessToken()).statusCode()).isEqualTo(200);
    assertThat(client.spend(grant.refreshToken()).statusCode()).isEqualTo(200);
  }

  @Test
  void at_realTimePasses_requestSeesWhatWasToHappen() throws Exception {
    Simulator simulator = started(Simulator.builder().seed(7));
    IssuedGrant grant = simulator.newFamily("alice");
    Client client = new Client(simulator);

    ScenarioRun run = simulator.play(timeline("{'at':'+200ms','revoke':'F1'}"));
    boolean over = run.await(Duration.ofSeconds(20));

    assertThat(over).isTrue();
    assertThat(simulator.clock().offset()).isZero();
    assertThat(client.spend(grant.refreshToken()).statusCode()).isEqualTo(400);
    assertThat(simulator.ledger().entries().with(Outcome.FAMILY_REVOKED).count()).isEqualTo(1);
  }

  @Test
  void at_turnPassesSeveral_happenInOrderOfTheirTimes() {
    Simulator simulator = frozen();
    simulator.play(
        timeline(
            "{'at':'+3s','terms':{'policy':'OMIT','graceWindow':'5s'}}",
            "{'at':'+1s','terms':{'policy':'NONE','accessTtl':'7s'}}",
            "{'at':'+3s','terms':{'policy':'MAX_REUSE','extraUses':9}}"));

    simulator.clock().advance(Duration.ofSeconds(4));

    assertThat(simulator.terms().policy()).isEqualTo(RotationPolicy.MAX_REUSE);
    assertThat(simulator.terms().graceWindow()).isEqualTo(Duration.ofSeconds(5));
    assertThat(simulator.terms().accessTtl()).isEqualTo(Duration.ofSeconds(7));
    assertThat(simulator.terms().extraUses()).isEqualTo(9);
  }

  @Test
  void fault_onTrigger_strikesFromTheTimeOfItsStepOn() throws Exception {
    Simulator simulator = frozen();
    IssuedGrant grant = simulator.newFamily("alice");
    Client client = new Client(simulator);
    simulator.play(timeline("{'at':'+1m','on':'refresh#1 of F1','fault':'AFTER_COMMIT empty'}"));

    HttpResponse<String> unharmed = client.spend(grant.refreshToken());
    simulator.clock().advance(Duration.ofMinutes(1));
    String next = Client.string(unharmed, "refresh_token");

    assertThat(unharmed.statusCode()).isEqualTo(200);
    assertThatIOException().isThrownBy(() -> client.spend(next));
    simulator.ledger().spends("F1").grants().areExactly(2);
  }

  @Test
  void on_thirdRefresh_happensAfterItsCommitAndBeforeItsAnswer() throws Exception {
    Simulator simulator = frozen();
    String token = simulator.newFamily("alice").refreshToken();
    Client client = new Client(simulator);
    simulator.play(timeline("{'on':'refresh#3 of F1','revoke':'F1'}"));

    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer = client.spend(token);
      statuses.add(answer.statusCode());
      token = Client.string(answer, "refresh_token");
    }
    int fourth = client.spend(token).statusCode();

    assertThat(statuses).containsExactly(200, 200, 200);
    assertThat(simulator.isFamilyAlive("F1")).isFalse();
    assertThat(fourth).isEqualTo(400);
  }

  @Test
  void later_afterARequest_happensByTheClock() throws Exception {
    Simulator simulator = frozen();
    String token = simulator.newFamily("alice").refreshToken();
    Client client = new Client(simulator);
    simulator.play(
        timeline(
            "{'on':'refresh','fault':'BEFORE_COMMIT 429 retry-after=3'}",
            "{'on':'refresh#1','later':'3s','clear':'faults'}"));

    List<Integer> statuses = new ArrayList<>();
    statuses.add(client.spend(token).statusCode());
    simulator.clock().advance(Duration.ofSeconds(2));
    statuses.add(client.spend(token).statusCode());
    simulator.clock().advance(Duration.ofSeconds(1));
    statuses.add(client.spend(token).statusCode());

    assertThat(statuses).containsExactly(429, 429, 200);
  }

  @Test
  void later_afterARequestThatHangs_releasesIt() throws Exception {
    Simulator simulator = frozen();
    String token = simulator.newFamily("alice").refreshToken();
    simulator.play(
        timeline(
            "{'on':'refresh#1','fault':'BEFORE_COMMIT hang'}",
            "{'on':'refresh#1','later':'3s','release':true}"));

    Future<HttpResponse<String>> answer = spending(simulator, token);
    boolean held = simulator.faults().awaitHeld(1, Duration.ofSeconds(30));
    simulator.clock().advance(Duration.ofSeconds(3));

    assertThat(held).isTrue();
    assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(simulator.ledger().entries().with(Outcome.HELD).count()).isEqualTo(1);
  }

  @Test
  void on_releaseOfTheRequestThatHangs_isNotTooEarly() throws Exception {
    Simulator simulator = frozen();
    String token = simulator.newFamily("alice").refreshToken();
    simulator.play(
        timeline(
            "{'on':'refresh#1','fault':'BEFORE_COMMIT hang'}",
            "{'on':'refresh#1','release':true}"));

    Future<HttpResponse<String>> answer = spending(simulator, token);

    assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  private static Future<HttpResponse<String>> spending(Simulator simulator, String token) {
    FutureTask<HttpResponse<String>> spending =
        new FutureTask<>(() -> new Client(simulator).spend(token));
    new Thread(spending, "spending").start();
    return spending;
  }

  @Test
  void on_outageWithEnd_takesTheAnswerWithItAndEndsByTheClock() throws Exception {
    Simulator simulator = frozen();
    String token = simulator.newFamily("alice").refreshToken();
    Client client = new Client(simulator);
    simulator.play(timeline("{'on':'refresh#1','outage':{'outage':'REFUSED','for':'30s'}}"));

    assertThatIOException().isThrownBy(() -> client.spend(token));
    assertThatIOException().isThrownBy(() -> client.spend(token));
    simulator.ledger().spends("F1").areExactly(1);
    simulator.clock().advance(Duration.ofSeconds(30));

    assertThat(client.spend(token).statusCode()).isEqualTo(400);
    simulator.ledger().spends("F1").areExactly(2);
  }

  @Test
  void await_lastStepIsAnOutage_comesBackWhenTheServiceIsThere() throws Exception {
    Simulator simulator = started(Simulator.builder().seed(7));
    String away = "{'at':'+0s','outage':{'service':'api','outage':'UNAVAILABLE','for':'200ms'}}";

    ScenarioRun run = simulator.play(timeline(away));
    boolean over = run.await(Duration.ofSeconds(20));
    int status = new Client(simulator).call("odd").statusCode();

    assertThat(over).isTrue();
    assertThat(status).isEqualTo(401);
  }

  @Test
  void outage_turnPassesBeginAndEnd_serviceIsBack() throws Exception {
    Simulator simulator = frozen();
    IssuedGrant grant = simulator.newFamily("alice");
    Client client = new Client(simulator);
    ScenarioRun run =
        simulator.play(
            timeline("{'at':'+5s','outage':{'service':'api','outage':'UNAVAILABLE','for':'10s'}}"));

    simulator.clock().advance(Duration.ofSeconds(6));
    int during = client.call(grant.accessToken()).statusCode();
    boolean early = run.isOver();
    simulator.clock().advance(Duration.ofHours(-1));
    simulator.clock().advance(Duration.ofMinutes(61));

    assertThat(during).isEqualTo(503);
    assertThat(early).isFalse();
    assertThat(run.isOver()).isTrue();
    assertThat(client.call(grant.accessToken()).statusCode()).isEqualTo(200);
  }

  @Test
  void actions_each_changeWhatTheyName() {
    Simulator simulator = frozen();
    simulator.faults().add("any: AFTER_COMMIT empty");
    ScenarioRun run =
        simulator.play(
            timeline(
                "{'at':'+0s','clock':{'service':'api','skew':'2h'}}",
                "{'at':'+0s','clock':{'advance':'1m'}}",
                "{'at':'+59s','consent':{'browser':'DENY','device':'APPROVE','interval':'2s'}}",
                "{'at':'+59s','rejection':'REVOKED_401'}",
                "{'at':'+1m','release':true}",
                "{'at':'+1m','clear':'faults'}"));

    assertThat(run.isOver()).isTrue();
    assertThat(run.problems()).isEmpty();
    assertThat(simulator.clock().skew(Service.API)).isEqualTo(Duration.ofHours(2));
    assertThat(simulator.consent().browser()).isEqualTo(Consent.Manner.DENY);
    assertThat(simulator.consent().device()).isEqualTo(Consent.Manner.APPROVE);
    assertThat(simulator.consent().interval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(simulator.faults().pending()).isEmpty();
  }

  @Test
  void cut_ofAScenario_opensCutPortsAndCuts() throws Exception {
    Simulator simulator =
        started(
            Simulator.builder()
                .scenario(
                    timeline(
                        "{'at':'+0s','cut':{'cut':'connection#1: ANSWER(0) reset'}}",
                        "{'at':'+0s','cut':{'before':'api','cut':'connection: ANSWER(0) reset'}}",
                        "{'at':'+1h','clear':'cuts'}")));
    IssuedGrant grant = simulator.newFamily("alice");
    Client client = new Client(simulator);

    assertThatIOException().isThrownBy(() -> client.spend(grant.refreshToken()));
    assertThatIOException().isThrownBy(() -> client.call("none"));
    simulator.clock().advance(Duration.ofHours(1));

    assertThat(client.call("none").statusCode()).isEqualTo(401);
    simulator.ledger().spends("F1").areExactly(1);
  }

  @Test
  void issuers_ofAScenario_areThereAndCanBeAway() throws Exception {
    Simulator simulator =
        started(
            Simulator.builder()
                .scenario(
                    scenario(
                        "{'server':{'issuers':{'acme':'/tenants/acme'}},"
                            + "'timeline':[{'at':'+0s','outage':{'service':'acme'}}]}")));
    Client client = new Client(simulator);
    URI acme = simulator.issuer("acme").issuer();

    int away = client.get(URI.create(acme + "/.well-known/openid-configuration")).statusCode();
    int other =
        client
            .get(URI.create(simulator.issuer() + "/.well-known/openid-configuration"))
            .statusCode();

    assertThat(acme.getPath()).isEqualTo("/tenants/acme");
    assertThat(away).isEqualTo(503);
    assertThat(other).isEqualTo(200);
  }

  @Test
  void step_namesWhatIsNotThere_isAProblemWithItsPlaceAndTheOthersHappen() {
    Simulator simulator = frozen();

    ScenarioRun run =
        simulator.play(
            timeline("{'at':'+0s','revoke':'F7'}", "{'at':'+0s','terms':{'policy':'NONE'}}"));

    assertThat(run.problems()).containsExactly("test:1:14: there is no family 'F7'");
    assertThat(simulator.terms().policy()).isEqualTo(RotationPolicy.NONE);
  }

  @Test
  void builder_scenario_setsWhatTheServerIsLikeAndLaterWordsCountBeforeIt() {
    Scenario scenario =
        scenario(
            """
            { // a strange server
              'server': {
                'policy': 'GRACE_SAME', 'graceWindow': '5s', 'accessTtl': '90s', 'seed': 11,
                'skew': {'api': '-2h'}, 'consent': {'browser': 'ASK'}, 'rejection': 'REVOKED_401'
              }
            }
            """);

    Simulator simulator =
        started(Simulator.builder().scenario(scenario).policy(RotationPolicy.NONE));

    assertThat(simulator.terms().policy()).isEqualTo(RotationPolicy.NONE);
    assertThat(simulator.terms().graceWindow()).isEqualTo(Duration.ofSeconds(5));
    assertThat(simulator.terms().accessTtl()).isEqualTo(Duration.ofSeconds(90));
    assertThat(simulator.seed()).isEqualTo(11);
    assertThat(simulator.clock().skew(Service.API)).isEqualTo(Duration.ofHours(-2));
    assertThat(simulator.consent().browser()).isEqualTo(Consent.Manner.ASK);
  }

  @Test
  void reset_whileAScenarioIsPlayed_beginsItAnew() throws Exception {
    Simulator simulator =
        started(
            Simulator.builder()
                .scenario(
                    scenario(
                        "{'server':{'rejection':'INVALID_401'},"
                            + "'timeline':[{'at':'+1h','on':'refresh','expire':'access-tokens'},"
                            + "{'at':'+1h','revoke':'access-tokens of F1'}]}")));
    simulator.rejectionShape(RejectionShape.REVOKED_403);
    simulator.clock().advance(Duration.ofHours(1));

    simulator.reset();
    IssuedGrant grant = simulator.newFamily("alice");
    Client client = new Client(simulator);
    int before = client.call(grant.accessToken()).statusCode();
    simulator.clock().freeze();
    simulator.clock().advance(Duration.ofHours(1));
    HttpResponse<String> refused = client.call(grant.accessToken());

    assertThat(before).isEqualTo(200);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(simulator.ledger().entries().with(Outcome.REVOKED).count()).isEqualTo(1);
  }

  @Test
  void play_anotherScenario_endsWhatIsLeftOfTheFirst() throws Exception {
    Simulator simulator = frozen();
    simulator.play(
        timeline("{'at':'+1s','revoke':'F1'}", "{'on':'refresh','terms':{'policy':'NONE'}}"));
    IssuedGrant grant = simulator.newFamily("alice");

    simulator.play(timeline("{'at':'+1s','terms':{'accessTtl':'5s'}}"));
    simulator.clock().advance(Duration.ofSeconds(1));
    int status = new Client(simulator).spend(grant.refreshToken()).statusCode();

    assertThat(status).isEqualTo(200);
    assertThat(simulator.terms().policy()).isEqualTo(RotationPolicy.STRICT_FAMILY);
    assertThat(simulator.terms().accessTtl()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void play_duringAReset_leavesOneTimeline() throws Exception {
    Simulator simulator = frozen();
    ScenarioRun first = simulator.play(timeline("{'on':'refresh','clock':{'advance':'1s'}}"));
    List<Duration> turns = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      CountDownLatch together = new CountDownLatch(1);
      Thread resetting = started(together, simulator::reset);
      Thread playing = started(together, () -> simulator.play(first.scenario()));
      together.countDown();
      resetting.join();
      playing.join();
      simulator.clock().freeze();
      Instant before = simulator.clock().instant();

      new Client(simulator).spend(simulator.newFamily("alice").refreshToken());

      turns.add(Duration.between(before, simulator.clock().instant()));
    }
    assertThat(turns).hasSize(50).containsOnly(Duration.ofSeconds(1));
  }

  private static Thread started(CountDownLatch together, Runnable what) {
    Thread thread =
        new Thread(
            () -> {
              try {
                together.await();
                what.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }
}
