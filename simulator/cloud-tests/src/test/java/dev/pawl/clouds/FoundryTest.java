package dev.pawl.clouds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Main;
import dev.pawl.clouddrills.crew.BearerProgram;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.clouddrills.crew.CloudUser.Program;
import dev.pawl.simulator.cloud.azure.AzureOperations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Foundry with tokens of a managed identity, by several processes, and with keys of variables. */
final class FoundryTest {
  private static final int PROCESSES = 3;

  @AutoClose final CloudUser user = CloudUser.withoutTls();

  @BeforeEach
  void choose() {
    user.environment().put("CLAUDE_CODE_USE_FOUNDRY", "1");
  }

  @Test
  void token_ofAManagedIdentity_isGotOnceForAll() throws IOException {
    user.environment()
        .put("AZURE_POD_IDENTITY_AUTHORITY_HOST", user.simulator().azure().instance().toString());
    List<Program> programs = start();

    List<String> first = CloudUser.all(programs, "call");
    long asked = asked();
    List<String> second = CloudUser.all(programs, "call");

    assertThat(first).isEqualTo(Collections.nCopies(PROCESSES, "200"));
    assertThat(second).isEqualTo(first);
    assertThat(asked).as("a look whether it is there, and the token").isBetween(1L, 2L);
    assertThat(asked()).isEqualTo(asked);
  }

  @Test
  void token_ofAVariable_outranksTheKey() {
    user.environment().put("ANTHROPIC_FOUNDRY_API_KEY", "the-key");
    String key = token();
    user.environment().put("ANTHROPIC_FOUNDRY_AUTH_TOKEN", "the-token");
    user.environment().put("CLAUDE_CODE_SKIP_FOUNDRY_AUTH", "1");
    String token = token();

    assertThat(key).isEqualTo("the-key\n");
    assertThat(token).isEqualTo("the-token\n");
  }

  private String token() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int unused =
        Main.run(
            new String[] {"token"},
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            System.err,
            Map.copyOf(user.environment()));
    return out.toString(UTF_8);
  }

  private List<Program> start() throws IOException {
    return user.start(
        PROCESSES,
        BearerProgram.class,
        "azure",
        user.simulator().azure().foundry() + "/v1/messages");
  }

  private long asked() {
    return user.simulator().ledger().entries().of(AzureOperations.IMDS_TOKEN).count();
  }
}
