package dev.pawl.it.login;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A child JVM that logs in by refresh token over a login that works, and is killed by the kernel
 * when it has read the answer and stored nothing: when it closes the file that the answer is in.
 */
final class TrialProcess {
  private TrialProcess() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    try (TokenManager manager = TokenManager.builder().stateDirectory(home).build()) {
      manager.login(Grant.login(client(home, args[2]), TokenSet.ofRefresh(args[1])));
    }
  }

  /** The server of the present login, with another way to replay. */
  static ClientRegistration client(Path home, String replay) throws Exception {
    StateDirectory directory = new StateDirectory(home);
    ClientRegistration client =
        Objects.requireNonNull(directory.store("default").readGrant()).client();
    return new ClientRegistration(
        client.issuer(),
        client.tokenEndpoint(),
        client.revocationEndpoint(),
        client.clientId(),
        client.scope(),
        ReplayPolicy.parse(replay));
  }

  static List<String> command(Path home, String token, String replay) {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null"));
    command.addAll(List.of("-P", home.resolve("grants/default.json.trial").toString()));
    command.addAll(List.of("-e", "inject=close:signal=SIGKILL:when=2"));
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(TrialProcess.class.getName(), home.toString(), token, replay));
    return command;
  }
}
