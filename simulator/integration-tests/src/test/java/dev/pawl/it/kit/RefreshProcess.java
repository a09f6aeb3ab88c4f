package dev.pawl.it.kit;

import dev.pawl.TokenManager;
import dev.pawl.token.TokenRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A child JVM that asks once for a token of a login that lies in a state directory. */
public final class RefreshProcess {
  private RefreshProcess() {}

  public static void main(String[] args) {
    if (args.length > 2) {
      askFor(Path.of(args[0]), TokenRequest.audience(args[2]));
      return;
    }
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

  /* Whoever starts it compares what it prints. */
  private static void askFor(Path home, TokenRequest request) {
    try (TokenManager manager = TokenManager.builder().stateDirectory(home).build()) {
      System.out.println(manager.token(request).value());
    }
  }

  /** What as many come to as there are audiences: each prints the token that it got for its own. */
  public static List<CommandRun> race(Path home, List<String> audiences)
      throws IOException, InterruptedException {
    List<List<String>> commands = new ArrayList<>();
    for (String audience : audiences) {
      List<String> command = command(home);
      command.addAll(List.of("--audience", audience));
      commands.add(command);
    }
    return raced(commands);
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
    return raced(Collections.nCopies(count, command(home)));
  }

  private static List<CommandRun> raced(List<List<String>> commands)
      throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    for (List<String> command : commands) {
      processes.add(new ProcessBuilder(command).start());
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
