package dev.pawl.clouds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.clouddrills.crew.BedrockProgram;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.simulator.cloud.aws.SsoSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One command of the settings begins sessions of several identities. */
final class LoginOfAnotherIdentityTest {
  @AutoClose final CloudUser user = CloudUser.withoutTls();
  private final SsoSession session = user.simulator().aws().newSession("alice");

  @Test
  void login_failedForOneConfiguration_isTriedForAnother() throws IOException {
    user.simulator().aws().writeHome(user.home(), session);
    user.simulator().aws().sso().revokeFamily(session.family());
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    user.settings(
        "{\"awsAuthRefresh\": \"" + user.script("fails", "echo >> $HOME/prompts; exit 3") + "\"}");
    Path config = user.home().resolve(".aws/config");
    Path other = Files.copy(config, user.home().resolve("other-config"));

    String first = call(config);
    String again = call(config);
    int prompts = user.prompts();
    String another = call(other);

    assertThat(List.of(first, again, another))
        .allSatisfy(call -> assertThat(call).startsWith("LOG_IN"));
    assertThat(prompts).isEqualTo(1);
    assertThat(user.prompts()).isEqualTo(2);
  }

  private String call(Path config) throws IOException {
    user.environment().put("AWS_CONFIG_FILE", config.toString());
    return CloudUser.all(user.start(1, BedrockProgram.class), "call").get(0);
  }
}
