package dev.pawl.it.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.clock.TokenClock;
import dev.pawl.it.kit.Surfer;
import dev.pawl.it.kit.UserScene;
import dev.pawl.login.DeviceLogin;
import dev.pawl.login.Endpoints;
import dev.pawl.login.LoginException;
import dev.pawl.login.Method;
import dev.pawl.login.Person;
import dev.pawl.login.Redemption;
import dev.pawl.login.Registration;
import dev.pawl.network.Transport;
import dev.pawl.oauth.LoginEndpoint;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.oauth.client.ClientCredentials;
import dev.pawl.simulator.core.Consent.Manner;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Grant;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pace of a login on a device, in the simulator's time. */
final class DeviceLoginTest {
  private final List<Duration> pauses = new ArrayList<>();
  private String userCode = "";
  private Duration waitTimeout = Duration.ofHours(1);

  @RegisterExtension final UserScene scene = UserScene.strict();

  @BeforeEach
  void start() {
    scene.simulator.clock().freeze();
  }

  /** Somebody who only remembers the code. */
  private final class Witness implements Person {
    @Override
    public boolean visit(URI page) {
      return false;
    }

    @Override
    public void visitElsewhere(URI page, String code, @Nullable URI wholePage) {
      userCode = code;
    }

    @Override
    public void tell(String text) {}

    @Override
    public void copy(URI page) {}

    @Override
    public @Nullable String typed() {
      return null;
    }
  }

  @Test
  void run_approvedAtTheThirdPoll_keepsTheIntervalOfTheServer() throws Exception {
    scene.simulator.consent().interval(Duration.ofSeconds(7));

    Grant grant = login(this::passUntilApprovedAtTheThirdPoll);

    assertThat(grant.tokens().refresh()).isNotNull();
    assertThat(pauses).containsOnly(Duration.ofSeconds(7)).hasSize(3);
    assertThat(polls(Outcome.SLOWED_DOWN)).isZero();
  }

  @Test
  void run_toldToSlowDown_isFiveSecondsSlowerFromThenOn() throws Exception {
    scene.simulator.consent().interval(Duration.ofSeconds(5));

    Grant grant =
        login(
            time -> {
              pauses.add(time);
              boolean hurried = pauses.size() == 2;
              scene.simulator.clock().advance(hurried ? time.minusSeconds(2) : time);
              if (pauses.size() == 4) {
                approve();
              }
            });

    assertThat(grant.tokens().access()).isNotNull();
    assertThat(pauses)
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));
    assertThat(polls(Outcome.SLOWED_DOWN)).isEqualTo(1);
  }

  /* verification_url and no interval; whoever has not typed the code yet is told so with 428. */
  @Test
  void run_serverWordsItAsGoogleDoes_waitsFiveSecondsAndGoesOn() throws Exception {
    scene.simulator.consent().interval(Duration.ofSeconds(2));
    scene.simulator.faults().add("device: AFTER_COMMIT dialect=google");
    scene
        .simulator
        .faults()
        .add("poll#1-2: BEFORE_COMMIT error=authorization_pending dialect=google");

    Grant grant = login(this::passUntilApprovedAtTheThirdPoll);

    assertThat(grant.tokens().refresh()).isNotNull();
    assertThat(pauses).containsOnly(Duration.ofSeconds(5)).hasSize(3);
    assertThat(userCode).isNotEmpty();
  }

  /* Forms where JSON was asked for; whoever has not typed the code yet is told so with 200. */
  @Test
  void run_serverWordsItAsGitHubDoes_readsForms() throws Exception {
    scene.simulator.consent().interval(Duration.ofSeconds(7));
    scene.simulator.faults().add("device: AFTER_COMMIT dialect=github");
    scene
        .simulator
        .faults()
        .add("poll#1-2: BEFORE_COMMIT error=authorization_pending dialect=github");
    scene.simulator.faults().add("poll: AFTER_COMMIT dialect=github");

    Grant grant = login(this::passUntilApprovedAtTheThirdPoll);

    assertThat(grant.tokens().refresh()).isNotNull();
    assertThat(grant.tokens().expiresAt()).isLessThan(Long.MAX_VALUE);
    assertThat(pauses).containsOnly(Duration.ofSeconds(7)).hasSize(3);
  }

  @Test
  void run_nobodyTypesTheCode_endsWithIt() {
    assertThatThrownBy(() -> login(this::pass))
        .isInstanceOf(LoginException.class)
        .hasMessageContaining("not typed in time");

    assertThat(pauses.size()).isBetween(119, 121);
  }

  @Test
  void run_waitIsShorterThanTheCode_endsWithIt() {
    waitTimeout = Duration.ofSeconds(12);

    assertThatThrownBy(() -> login(this::pass))
        .isInstanceOf(LoginException.class)
        .hasMessageContaining("nobody finished the login on the other device within 12 s");

    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(10), waitTimeout);
    assertThat(pauses).hasSize(3);
  }

  @Test
  void run_serverSaysExpired_endsAtOnce() {
    assertThatThrownBy(
            () ->
                login(
                    time -> {
                      pauses.add(time);
                      scene.simulator.clock().advance(Duration.ofHours(1));
                    }))
        .isInstanceOf(LoginException.class)
        .hasMessageContaining("not typed in time");

    assertThat(pauses).hasSize(1);
  }

  @Test
  void run_answersAreLost_asksMoreSeldomAndGoesOn() throws Exception {
    scene.fault("poll next 2: BEFORE_COMMIT 502");

    Grant grant = login(this::passUntilApprovedAtTheThirdPoll);

    assertThat(grant.tokens().access()).isNotNull();
    assertThat(pauses)
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  @Test
  void run_answerWithTheTokensIsLost_saysToLogInAgain() {
    scene.simulator.consent().device(Manner.APPROVE);
    scene.fault("poll#1: AFTER_COMMIT empty");

    assertThatThrownBy(() -> login(this::pass))
        .isInstanceOf(LoginException.class)
        .hasMessageContaining("an answer was lost before, so log in again");
  }

  private Grant login(DeviceLogin.Pause pause) throws LoginException {
    Registration registration =
        new Registration(
            Method.DEVICE,
            scene.client(),
            new Endpoints(
                null, scene.simulator.deviceEndpoint(), null, null, null, null, null, false),
            Billing.UNKNOWN,
            "",
            null,
            Map.of());
    TokenClock clock = TokenClock.system();
    Redemption redemption =
        new Redemption(
            registration,
            ClientCredentials.none(),
            new LoginEndpoint(Transport.DIRECT, clock),
            new TokenEndpoint(Transport.DIRECT, clock),
            clock,
            Duration.ofSeconds(20));
    return new DeviceLogin(redemption, new Witness(), waitTimeout, pause).run();
  }

  private void pass(Duration time) {
    pauses.add(time);
    scene.simulator.clock().advance(time);
  }

  private void passUntilApprovedAtTheThirdPoll(Duration time) throws InterruptedException {
    pass(time);
    if (pauses.size() == 3) {
      approve();
    }
  }

  private void approve() throws InterruptedException {
    try {
      var unused =
          new Surfer()
              .submit(
                  scene.simulator.issuer().resolve("/device"),
                  "decision=approve&user_code=" + userCode);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private long polls(Outcome outcome) {
    return scene.simulator.ledger().entries().of(Operation.POLL).with(outcome).count();
  }
}
