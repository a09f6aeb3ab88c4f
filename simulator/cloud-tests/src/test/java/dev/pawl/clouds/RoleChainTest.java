package dev.pawl.clouds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.clouddrills.crew.BedrockProgram;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.clouddrills.crew.CloudUser.Program;
import dev.pawl.simulator.cloud.aws.AwsOperations;
import dev.pawl.simulator.cloud.aws.SsoSession;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roles that are assumed with the keys of another profile, which has a session. */
final class RoleChainTest {
  @AutoClose final CloudUser user = CloudUser.withoutTls();
  private final SsoSession session = user.simulator().aws().newSession("alice");

  @BeforeEach
  void logIn() throws IOException {
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    user.environment().put("AWS_ENDPOINT_URL", user.simulator().aws().endpoint().toString());
    user.environment().put("AWS_REGION", "us-east-1");
  }

  @Test
  void rolesOverOneSession_itsTokenHasEnded_spendItsRefreshTokenOnce() throws IOException {
    user.simulator().aws().writeHome(user.home(), session);
    role("one", "default");
    role("two", "default");
    List<Program> programs = startedAs("one", "two");
    endTheToken();

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).containsExactly("200", "200");
    areExactly(AwsOperations.CREATE_TOKEN, 1);
    areExactly(AwsOperations.GET_ROLE_CREDENTIALS, 2);
    areExactly(AwsOperations.ASSUME_ROLE, 2);
    assertThat(tokenFile()).content().doesNotContain(session.accessToken());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AFTER_COMMIT reset",
        "AFTER_COMMIT 503",
        "BEFORE_COMMIT error=TooManyRequestsException dialect=aws-json"
      })
  void roleOverASession_answerToTheRefreshIsLostOrNone_isNotAskedForAgain(String fault)
      throws IOException {
    user.simulator().aws().writeHome(user.home(), session);
    role("one", "default");
    List<Program> programs = startedAs("one");
    endTheToken();
    user.simulator().faults().add("sso-oidc.refresh#1: " + fault);

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).allSatisfy(call -> assertThat(call).startsWith("TRY_LATER"));
    areExactly(AwsOperations.CREATE_TOKEN, 1);
  }

  @Test
  void rolesOverOneSessionOfAwsLogin_spendItsRefreshTokenOnce() throws IOException {
    user.simulator().clock().skew(AwsOperations.SIGNIN, Duration.ofMinutes(-20));
    IssuedGrant login = user.simulator().aws().newLogin("alice");
    user.simulator().aws().writeHome(user.home(), session, login);
    user.simulator().clock().skew(AwsOperations.SIGNIN, Duration.ZERO);
    role("one", "login");
    role("two", "login");
    List<Program> programs = startedAs("one", "two");

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).containsExactly("200", "200");
    areExactly(AwsOperations.SIGNIN_REFRESH, 1);
    areExactly(AwsOperations.ASSUME_ROLE, 2);
  }

  @Test
  void roleOverARole_isAssumedWithTheKeysOfThat() throws IOException {
    user.simulator().aws().writeHome(user.home(), session);
    user.simulator().clock().skew(AwsOperations.STS, Duration.ofMinutes(20));
    role("one", "default");
    role("two", "one");
    List<Program> programs = startedAs("two");

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).containsExactly("200");
    areExactly(AwsOperations.GET_ROLE_CREDENTIALS, 1);
    areExactly(AwsOperations.ASSUME_ROLE, 3); // one more until the clock there is known
  }

  @Test
  void roleOverASession_thatHasEnded_namesTheProfileToLogInTo() throws IOException {
    user.simulator().aws().writeHome(user.home(), session);
    role("one", "default");
    List<Program> programs = startedAs("one");
    user.simulator().aws().sso().revokeFamily(session.family());

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls.get(0)).startsWith("LOG_IN").contains("aws sso login --profile default");
    areExactly(AwsOperations.CREATE_TOKEN, 1);
  }

  @Test
  void roleThatIsRefused_namesItAndWhoseKeysWereUsed() throws IOException {
    user.simulator().aws().writeHome(user.home(), session);
    role("one", "default");
    user.simulator()
        .faults()
        .add("sts.assume_role: BEFORE_COMMIT error=AccessDenied dialect=aws-xml");
    List<Program> programs = startedAs("one");

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls.get(0))
        .startsWith("FIX_CONFIGURATION")
        .contains("the role of the AWS profile one is not given to the keys of default")
        .contains("AccessDenied");
  }

  private void role(String profile, String source) throws IOException {
    Files.writeString(
        user.home().resolve(".aws/config"),
        """

        [profile %1$s]
        role_arn = arn:aws:iam::123456789012:role/%1$s
        source_profile = %2$s
        """
            .formatted(profile, source),
        StandardOpenOption.APPEND);
  }

  private List<Program> startedAs(String... profiles) throws IOException {
    List<Program> programs = new ArrayList<>();
    for (String profile : profiles) {
      user.environment().put("AWS_PROFILE", profile);
      programs.addAll(user.start(1, BedrockProgram.class));
    }
    return programs;
  }

  /* As the file has it, by which the SDK goes too. */
  private void endTheToken() throws IOException {
    String text = Files.readString(tokenFile());
    Files.writeString(
        tokenFile(),
        text.replaceFirst("\"expiresAt\" *: *\"[^\"]*", "\"expiresAt\":\"2026-01-01T00:00:00Z"));
  }

  private Path tokenFile() throws IOException {
    try (Stream<Path> files = Files.list(user.home().resolve(".aws/sso/cache"))) {
      return files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
    }
  }

  private void areExactly(Operation operation, int count) {
    user.simulator().ledger().entries().of(operation).areExactly(count);
  }
}
