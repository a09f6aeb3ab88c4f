package dev.pawl.clouds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import dev.pawl.TokenManager;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.credentials.Credentials;
import dev.pawl.simulator.cloud.aws.AwsOperations;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no credential of AWS, at the fronts on AWS of the Anthropic SDK. */
final class ForeignKeysTest {
  private static final List<Operation> MESSAGES =
      List.of(
          AwsOperations.INVOKE_MODEL, AwsOperations.MANTLE_MESSAGE, AwsOperations.CLAUDE_MESSAGE);

  @AutoClose final CloudUser user = CloudUser.withoutTls();

  @ParameterizedTest
  @ValueSource(strings = {"bedrock", "mantle", "claude"})
  void tokenOfALogin_isNeverSentToAws(String front) {
    try (TokenManager manager = manager().build()) {
      manager.login(login());
    }

    Throwable problem = called(front);

    assertThat(problem).satisfies(ForeignKeysTest::isOfTheConfiguration);
    assertThat(messages()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bedrock", "mantle", "claude"})
  void keyOfAHelper_isNeverSentToAws(String front) throws IOException {
    user.settings("{\"apiKeyHelper\": \"echo sk-of-a-helper\"}");

    Throwable problem = called(front);

    assertThat(problem).satisfies(ForeignKeysTest::isOfTheConfiguration);
    assertThat(problem).hasMessageNotContaining("sk-of-a-helper");
    assertThat(messages()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "CLAUDE_CODE_OAUTH_TOKEN, sk-ant-oat01-of-a-variable",
    "ANTHROPIC_API_KEY, sk-ant-api03-of-a-variable",
    "ANTHROPIC_AUTH_TOKEN, sk-ant-oat01-of-a-variable"
  })
  void tokenOrKeyOfTheModelVendor_isNeverSentToAws(String variable, String value) {
    user.environment().put(variable, value);

    Throwable problem = called("bedrock");

    assertThat(problem).satisfies(ForeignKeysTest::isOfTheConfiguration);
    assertThat(messages()).isZero();
  }

  @Test
  void keyOfAws_isSent() {
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    user.environment()
        .put("AWS_BEARER_TOKEN_BEDROCK", user.simulator().aws().newLogin("alice").accessToken());

    Throwable problem = called("bedrock");

    assertThat(problem).isNull();
    assertThat(messages()).isEqualTo(1);
  }

  private Throwable called(String front) {
    String address = user.simulator().aws().endpoint().toString();
    try (Credentials credentials = Credentials.builder(manager()).build()) {
      AnthropicClient client =
          AnthropicProgram.backend(front, address, credentials)
              .on(AnthropicOkHttpClient.builder().maxRetries(0))
              .build();
      return catchThrowable(() -> client.messages().create(AnthropicProgram.MESSAGE));
    }
  }

  private TokenManager.Builder manager() {
    return TokenManager.builder().environment(Map.copyOf(user.environment()));
  }

  private Grant login() {
    long now = user.simulator().clock().millis();
    IssuedGrant issued = user.simulator().newFamily("alice");
    return Grant.login(
        new ClientRegistration(
            user.simulator().issuer().toString(),
            user.simulator().tokenEndpoint(),
            user.simulator().revocationEndpoint(),
            user.simulator().clientId(),
            "",
            ReplayPolicy.UNKNOWN),
        new TokenSet(
            issued.accessToken(),
            now,
            now + Duration.ofHours(1).toMillis(),
            issued.refreshToken()));
  }

  private static void isOfTheConfiguration(Throwable problem) {
    assertThat(problem)
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("no credential of AWS, and was not sent there");
    assertThat(((TokenException) problem).reason())
        .isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
  }

  private int messages() {
    return MESSAGES.stream().mapToInt(user::asked).sum();
  }
}
