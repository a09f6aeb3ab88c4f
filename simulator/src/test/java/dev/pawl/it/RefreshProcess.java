package dev.pawl.it;

import dev.pawl.TokenManager;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A child JVM that asks once for a token of a login that lies in a state directory. */
final class RefreshProcess {
  private RefreshProcess() {}

  public static void main(String[] args) {
    try (TokenManager manager = TokenManager.builder().stateDirectory(Path.of(args[0])).build()) {
      System.out.println(manager.token().generation());
    }
  }

  static List<String> command(Path home) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(RefreshProcess.class.getName(), home.toString()));
    return command;
  }
}
