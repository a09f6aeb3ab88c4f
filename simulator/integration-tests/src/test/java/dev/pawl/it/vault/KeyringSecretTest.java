package dev.pawl.it.vault;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A client whose secret lies in the keyring of the desktop, and nowhere else. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
final class KeyringSecretTest {
  private static final String ID = "nightly-job";
  private static final String SECRET = "the-secret-of-the-nightly-job";

  @RegisterExtension final UserScene scene = UserScene.strict();

  @TempDir Path home;

  @Test
  void login_secretInTheKeyring_isReadThereEachTime() throws Exception {
    KeyringSession.requirePossible();
    scene.simulator.clients().put(RegisteredClient.confidential(ID, SECRET));
    CommandRun login;
    CommandRun again;
    try (KeyringSession session = KeyringSession.unlocked(home)) {
      scene.environment.putAll(session.environment());
      scene.environment.put("PATH", "/usr/bin:/bin");
      store(session, SECRET);

      login = logIn();
      store(session, "another-secret");
      again = logIn();
    }

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(again.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.all() + again.all()).doesNotContain(SECRET, "another-secret");
    scene
        .simulator
        .ledger()
        .entries()
        .of(Operation.CLIENT_CREDENTIALS)
        .areExactly(2)
        .with(Outcome.INVALID_CLIENT)
        .areExactly(1);
  }

  private CommandRun logIn() {
    return scene.run(
        "login",
        "--method",
        "client-credentials",
        "--issuer",
        scene.simulator.issuer().toString(),
        "--client-id",
        ID,
        "--client-secret",
        "command:secret-tool lookup service nightly-job");
  }

  private static void store(KeyringSession session, String secret)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("secret-tool", "store", "--label=test", "service", "nightly-job");
    builder.environment().putAll(session.environment());
    Process process = builder.start();
    try (OutputStream input = process.getOutputStream()) {
      input.write(secret.getBytes(UTF_8));
    }
    assertThat(process.waitFor()).isZero();
  }
}
