package dev.pawl.clouds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.clouddrills.crew.BedrockProgram;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.clouddrills.crew.CloudUser.Program;
import dev.pawl.simulator.cloud.aws.AwsOperations;
import dev.pawl.simulator.cloud.aws.SsoSession;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.SimulatedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions at AWS whose tokens end while several processes use them. */
final class SessionEndsTest {
  private static final Duration LITTLE = Duration.ofMinutes(5); // below it the token is refreshed

  @AutoClose final CloudUser user = CloudUser.withoutTls();

  @BeforeEach
  void choose() {
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AFTER_COMMIT empty", "AFTER_COMMIT reset", "BEFORE_COMMIT 503"})
  void sessionOfAwsLogin_answerToTheRefreshIsLostOrNoneNow_isNotAskedForAgainByTheLibrary(
      String fault) throws IOException {
    endedLogin();
    user.simulator().faults().add("signin.refresh#1: " + fault);
    List<Program> programs = user.start(2, BedrockProgram.class);

    List<String> first = CloudUser.all(programs, "call");
    int asked = user.asked(AwsOperations.SIGNIN_REFRESH);
    List<String> second = CloudUser.all(programs, "persist");

    assertThat(first).allSatisfy(call -> assertThat(call).startsWith("TRY_LATER"));
    assertThat(asked).isEqualTo(1);
    assertThat(second).containsOnly("200");
    assertThat(user.asked(AwsOperations.SIGNIN_REFRESH)).isEqualTo(2);
  }

  private void endedLogin() throws IOException {
    user.simulator().clock().skew(AwsOperations.SIGNIN, Duration.ofMinutes(-20));
    IssuedGrant login = user.simulator().aws().newLogin("alice");
    SsoSession session = user.simulator().aws().newSession("alice");
    user.simulator().aws().writeHome(user.home(), session, login);
    user.simulator().clock().skew(AwsOperations.SIGNIN, Duration.ZERO);
    user.environment().put("AWS_PROFILE", "login");
  }

  @Test
  void tokenOfIdentityCenter_comesToItsEndInABurst_isRefreshedOnceAndNoCallIsLost()
      throws IOException {
    SimulatedServer sso = user.simulator().aws().sso();
    Duration whole = sso.terms().accessTtl();
    logIn();
    List<Program> programs = user.start(2, BedrockProgram.class);
    sso.terms(sso.terms().accessTtl(LITTLE.plusSeconds(3)));
    logIn();
    sso.terms(sso.terms().accessTtl(whole));
    user.simulator().aws().roleLifetime(Duration.ofSeconds(4)); // renewed when half of it is over

    Set<String> answers = new HashSet<>(CloudUser.all(programs, "call"));
    int before = user.asked(AwsOperations.CREATE_TOKEN);
    int keys = user.asked(AwsOperations.GET_ROLE_CREDENTIALS);
    while (user.asked(AwsOperations.GET_ROLE_CREDENTIALS) < keys + 3 && answers.size() == 1) {
      answers.addAll(CloudUser.all(programs, "call"));
    }

    assertThat(answers).containsExactly("200");
    assertThat(before).isZero();
    assertThat(user.asked(AwsOperations.CREATE_TOKEN)).isEqualTo(1);
  }

  private void logIn() throws IOException {
    user.simulator().aws().writeHome(user.home(), user.simulator().aws().newSession("alice"));
  }
}
