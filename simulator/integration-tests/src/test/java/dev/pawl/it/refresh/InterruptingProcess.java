package dev.pawl.it.refresh;

import dev.pawl.TokenManager;
import dev.pawl.token.TokenException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingStream;

/**
 * A child JVM that asks for the tokens of two profiles, one of which it has to wait for, and
 * interrupts every thread of its group when it is told to.
 */
final class InterruptingProcess {
  private static final String STARTED = "jdk.ThreadStart";

  private InterruptingProcess() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    CountDownLatch waiting = new CountDownLatch(1);
    try (RecordingStream threads = new RecordingStream()) {
      threads.enable(STARTED);
      threads.onEvent(STARTED, started -> heard(started, waiting));
      threads.startAsync();
      ask(args[0], "default");
      ask(args[0], "other");
      waiting.await();
    }
    System.out.println("waiting");
    int unused = System.in.read();
    Thread.currentThread().getThreadGroup().interrupt();
    System.out.println("interrupted");
  }

  private static void ask(String home, String profile) {
    TokenManager manager =
        TokenManager.builder().stateDirectory(Path.of(home)).profile(profile).warmUp(false).build();
    new Thread(() -> ask(manager)).start();
  }

  private static void ask(TokenManager manager) {
    try {
      System.err.println(manager.token().generation());
    } catch (TokenException e) {
      System.err.println(e.getMessage()); // interrupted, as it was told
    }
  }

  private static void heard(RecordedEvent started, CountDownLatch waiting) {
    RecordedThread thread = started.getThread("thread");
    if (thread != null && "pawl-waiter".equals(thread.getJavaName())) {
      waiting.countDown();
    }
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
