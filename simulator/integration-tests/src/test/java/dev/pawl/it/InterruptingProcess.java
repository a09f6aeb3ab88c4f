package dev.pawl.it;

import dev.pawl.TokenManager;
import dev.pawl.token.TokenException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A child JVM that asks for the tokens of two profiles, one of which it has to wait for, and
 * interrupts every thread of its group when it is told to.
 */
final class InterruptingProcess {
  private InterruptingProcess() {}

  public static void main(String[] args) throws IOException {
    ask(args[0], "default");
    ask(args[0], "other");
    while (!isWaiting()) {
      LockSupport.parkNanos(1_000_000);
    }
    System.out.println("waiting");
    int unused = System.in.read();
    Thread.currentThread().getThreadGroup().interrupt();
    System.out.println("interrupted");
  }

  private static void ask(String home, String profile) {
    TokenManager manager =
        TokenManager.builder().stateDirectory(Path.of(home)).profile(profile).build();
    new Thread(() -> ask(manager)).start();
  }

  private static void ask(TokenManager manager) {
    try {
      System.err.println(manager.token().generation());
    } catch (TokenException e) {
      System.err.println(e.getMessage()); // interrupted, as it was told
    }
  }

  private static boolean isWaiting() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("pawl-waiter"));
  }

  static Process start(Path home) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(InterruptingProcess.class.getName(), home.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
