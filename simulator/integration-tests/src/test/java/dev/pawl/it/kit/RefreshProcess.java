package dev.pawl.it.kit;

import dev.pawl.TokenManager;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A child JVM that asks once for a token of a login that lies in a state directory. */
public final class RefreshProcess {
  private RefreshProcess() {}

  public static void main(String[] args) {
    if (args.length > 1) {
      ask(Path.of(args[0]), Duration.parse(args[1]));
      return;
    }
    try (TokenManager manager = TokenManager.builder().stateDirectory(Path.of(args[0])).build()) {
      System.out.println(manager.token().generation());
    }
  }

  /* Not closed: what is not saved yet is this process's own until it is. */
  private static void ask(Path home, Duration request) {
    TokenManager manager =
        TokenManager.builder().stateDirectory(home).requestTimeout(request).build();
    System.out.println(manager.token().generation());
  }

  /** One that does not close its manager, with a deadline for the request. */
  public static List<String> patientCommand(Path home, Duration request) {
    List<String> command = command(home);
    command.add(request.toString());
    return command;
  }

  /** What so many of them come to that are started one right after another. */
  public static List<CommandRun> race(Path home, int count)
      throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      processes.add(new ProcessBuilder(command(home)).start());
    }
    List<CommandRun> ends = new ArrayList<>();
    for (Process process : processes) {
      ends.add(CommandRun.await(process));
    }
    return ends;
  }

  public static List<String> command(Path home) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(RefreshProcess.class.getName(), home.toString()));
    return command;
  }
}
