package dev.pawl.benchmarks.process;

import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A child process that takes orders and gives answers as lines of JSON. It ends when its input
 * ends, so none outlives this process. Not thread-safe.
 */
public final class Talker implements AutoCloseable {
  private static final int SECONDS_TO_GO = 10;

  private final Process process;
  private final OutputStream out;
  private final BufferedReader in;
  private final Path log;

  private Talker(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.out = process.getOutputStream();
    this.in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), 512);
  }

  /**
   * Starts {@code command}; what it complains of goes to {@code log}.
   *
   * @throws IOException if it cannot be started
   */
  public static Talker start(List<String> command, Path log, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.equals("HOME"));
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new Talker(builder.start(), log);
  }

  /** The process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /**
   * Sends an order; {@link #answer} waits for the answer.
   *
   * @throws IOException if the process is gone
   */
  public void send(Map<String, ? extends @Nullable Object> order) throws IOException {
    out.write((Json.write(order) + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /**
   * Waits for the answer to the oldest order that has none yet.
   *
   * @throws IOException if the process is gone or says that it failed
   */
  public Fields answer() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("a child process has ended; see " + log);
    }
    Fields answer = Fields.read(line.getBytes(StandardCharsets.UTF_8));
    String error = answer.textOrNull("error");
    if (error != null) {
      throw new IOException("a child process failed: " + error);
    }
    return answer;
  }

  /**
   * Waits for one answer of each; all are read even if one says that it failed, so that the next
   * orders meet their own answers.
   *
   * @throws IOException if one is gone or failed; the first of them
   */
  public static List<Fields> answers(List<Talker> talkers) throws IOException {
    List<Fields> answers = new ArrayList<>();
    IOException failure = null;
    for (Talker talker : talkers) {
      try {
        answers.add(talker.answer());
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return answers;
  }

  /** Sends an order and waits for its answer. */
  public Fields ask(Map<String, ? extends @Nullable Object> order) throws IOException {
    send(order);
    return answer();
  }

  /** Ends the process at once, and waits a little until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().completeOnTimeout(process, SECONDS_TO_GO, TimeUnit.SECONDS).join();
  }
}
