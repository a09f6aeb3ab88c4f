package dev.pawl.it.login;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A child JVM that logs in or out and is killed by the kernel when it has changed the store and
 * told nobody: at the first forcing of the directory that the login lies in.
 */
final class ChangeProcess {
  private ChangeProcess() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    try (TokenManager manager = TokenManager.builder().stateDirectory(home).build()) {
      if (args.length == 1) {
        manager.logout();
      } else {
        manager.login(login(home, args[1], args[2]));
      }
    }
  }

  /* With the server that the present login is bound to. */
  private static Grant login(Path home, String access, String refresh) throws Exception {
    StateDirectory directory = new StateDirectory(home);
    ClientRegistration client =
        Objects.requireNonNull(directory.store("default").readGrant()).client();
    long now = System.currentTimeMillis();
    return Grant.login(client, new TokenSet(access, now, now + 3_600_000, refresh));
  }

  static List<String> command(Path home, String... tokens) {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null"));
    command.addAll(List.of("-P", home.resolve("grants").toString()));
    command.addAll(List.of("-e", "inject=fsync:signal=SIGKILL:when=1"));
    command.addAll(whole(home, tokens));
    return command;
  }

  /** The same, which nobody kills. */
  static List<String> whole(Path home, String... tokens) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ChangeProcess.class.getName(), home.toString()));
    command.addAll(List.of(tokens));
    return command;
  }
}
