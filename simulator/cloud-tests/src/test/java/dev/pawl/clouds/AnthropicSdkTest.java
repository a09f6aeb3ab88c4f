package dev.pawl.clouds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.clouddrills.crew.CloudUser.Program;
import dev.pawl.simulator.cloud.aws.AwsOperations;
import dev.pawl.simulator.cloud.aws.SsoSession;
import dev.pawl.simulator.cloud.azure.AzureOperations;
import dev.pawl.simulator.cloud.google.GoogleOperations;
import dev.pawl.simulator.core.IssuedGrant;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The Anthropic SDK before the clouds, with the credentials of the user. */
final class AnthropicSdkTest {
  @AutoClose final CloudUser user = CloudUser.withoutTls();

  @Test
  void bedrock_keysEndEarly_areGotOnceMoreForAllAndNoCallIsLost() throws IOException {
    SsoSession session = user.simulator().aws().newSession("alice");
    user.environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    user.simulator().aws().writeHome(user.home(), session);
    List<Program> programs = start(2, "bedrock", user.simulator().aws().endpoint());

    List<String> first = CloudUser.all(programs, "call");
    user.simulator().aws().expireCredentials();
    List<String> second = CloudUser.all(programs, "stream");

    assertThat(first).isNotEmpty().containsOnly("msg_bdrk_simulated");
    assertThat(second).isNotEmpty().containsOnly("stopped");
    assertThat(user.asked(AwsOperations.GET_ROLE_CREDENTIALS)).isEqualTo(2);
  }

  @Test
  void vertex_tokenIsRevoked_isGotOnceMoreAndNoCallIsLost() throws IOException {
    IssuedGrant login = user.simulator().google().newLogin("alice");
    user.environment().put("CLAUDE_CODE_USE_VERTEX", "1");
    user.simulator().google().writeHome(user.home(), login);
    List<Program> programs = start(1, "vertex", user.simulator().google().vertex().resolve("."));

    List<String> first = CloudUser.all(programs, "call");
    user.simulator().google().server().revokeAccessTokens(login.family());
    List<String> second = CloudUser.all(programs, "stream");

    assertThat(first).isNotEmpty().containsOnly("msg_vrtx_simulated");
    assertThat(second).containsExactly("stopped");
    assertThat(user.asked(GoogleOperations.REFRESH)).isEqualTo(2);
  }

  @Test
  void foundry_tokenOfAManagedIdentity_opensTheModel() throws IOException {
    user.environment().put("CLAUDE_CODE_USE_FOUNDRY", "1");
    user.environment()
        .put("AZURE_POD_IDENTITY_AUTHORITY_HOST", user.simulator().azure().instance().toString());
    List<Program> programs = start(1, "foundry", user.simulator().azure().foundry());

    List<String> calls = CloudUser.all(programs, "call");

    assertThat(calls).isNotEmpty().containsOnly("msg_foundry_simulated");
    assertThat(user.asked(AzureOperations.IMDS_TOKEN)).isLessThanOrEqualTo(2);
  }

  private List<Program> start(int processes, String cloud, URI address) throws IOException {
    return user.start(processes, AnthropicProgram.class, cloud, address.toString());
  }
}
