package dev.pawl.fleetdrills.ground;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of a host: takes orders, one a line, and answers each by a line. */
public final class Program {
  private static final String MISSING = "no answer";

  private final int host;
  private final Process process;
  private final Path errors;
  private final Writer in;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

  /**
   * A line of a program.
   *
   * @param text what it said; {@code no answer} if it did not
   * @param nanos when, by this JVM's {@link System#nanoTime}
   */
  public record Answer(String text, long nanos) {
    /** Tells whether a request was served. */
    public boolean isServed() {
      return text.equals("200");
    }

    /** Tells whether there was none. */
    public boolean isMissing() {
      return text.equals(MISSING);
    }
  }

  Program(int host, Process process, Path errors) {
    this.host = host;
    this.process = process;
    this.errors = errors;
    this.in = process.outputWriter(UTF_8);
    Thread reader = new Thread(this::read, "pawl-drill-program-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader out = process.inputReader(UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        answers.add(new Answer(line, System.nanoTime()));
      }
    } catch (IOException e) {
      // it was killed
    }
    answers.add(new Answer("ended", System.nanoTime()));
  }

  /** Returns the number of its host. */
  public int host() {
    return host;
  }

  /** Returns its process id. */
  public long pid() {
    return process.pid();
  }

  /** Gives it an order. */
  public void order(String order) throws IOException {
    in.write(order + "\n");
    in.flush();
  }

  /** Waits for its next line. */
  public Answer answer(Duration longest) throws IOException {
    try {
      Answer answer = answers.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
      return answer == null ? new Answer(MISSING, System.nanoTime()) : answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Returns what it wrote to standard error. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** Returns whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it by {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Stops it by SIGSTOP. */
  public void stop() throws IOException {
    Shell.run("kill", "-STOP", "" + pid());
  }

  /** Lets it go on. */
  public void resume() throws IOException {
    Shell.run("kill", "-CONT", "" + pid());
  }
}
