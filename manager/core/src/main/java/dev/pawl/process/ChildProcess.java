package dev.pawl.process;

import dev.pawl.clock.TokenClock;
import dev.pawl.process.ChildException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A command to be run: in a session of its own (so without a terminal), with an environment that is
 * given in full, with both outputs drained and bounded, killed with everything that it started when
 * its time is over, when it writes too much or when the calling thread is interrupted.
 *
 * <p>Arguments can be seen by everybody on the machine: a secret belongs into {@link Builder#input}
 * or the environment. What the command leaves running behind it when it ends by itself is left
 * alone; that it keeps an output open delays nobody. Immutable; may run several times, also at the
 * same time.
 */
public final class ChildProcess {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final List<String> command;
  private final Map<String, String> environment;
  private final byte[] input;
  private final RunTerms terms;

  private ChildProcess(Builder builder) {
    this.command = List.copyOf(builder.command);
    this.environment = Map.copyOf(builder.environment);
    this.input = builder.input.clone();
    this.terms =
        new RunTerms(
            command.get(0),
            builder.timeout,
            builder.outputLimit,
            builder.follower,
            builder.noticeAfter,
            builder.clock);
  }

  /**
   * A program and its arguments.
   *
   * @param command the program's absolute path, then its arguments
   * @throws IllegalArgumentException if the program is not given by an absolute path: a search
   *     could find another one
   */
  public static Builder program(List<String> command) {
    if (command.isEmpty() || !Path.of(command.get(0)).isAbsolute()) {
      throw new IllegalArgumentException("a program must be given by its absolute path");
    }
    return new Builder(command);
  }

  /** A line for the system's shell. */
  public static Builder shell(String line) {
    return new Builder(List.of("/bin/sh", "-c", line));
  }

  /**
   * Runs it and waits for its end.
   *
   * @return how it ended; any exit code is a result
   * @throws ChildException if it cannot be started, or had to be killed; if the thread was
   *     interrupted the interrupt is kept
   */
  public ChildResult run() throws ChildException {
    boolean leader = Files.isExecutable(SETSID);
    Process process = start(leader);
    ProcessTree tree = new ProcessTree(process, leader);
    return new Watch(terms, process, tree).untilEnd(input);
  }

  private Process start(boolean leader) throws ChildException {
    Path program = Path.of(command.get(0));
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      throw notStarted("it is not there, or not executable", null);
    }
    List<String> line = new ArrayList<>(command);
    if (leader) {
      line.add(0, SETSID.toString());
    }
    try {
      ProcessBuilder builder = new ProcessBuilder(line);
      builder.environment().clear();
      builder.environment().putAll(environment);
      return builder.start();
    } catch (IOException | IllegalArgumentException e) {
      throw notStarted(String.valueOf(e.getMessage()), e);
    }
  }

  /* The cause's message is about the program and the system; an argument is not in it. */
  private ChildException notStarted(String why, @Nullable Throwable cause) {
    return new ChildException(
        Reason.NOT_STARTED, command.get(0) + " could not be started: " + why, "", cause);
  }

  /** Names the program, nothing else. */
  @Override
  public String toString() {
    return "ChildProcess[" + command.get(0) + "]";
  }

  /** What a command may do and for how long. Not thread-safe. */
  public static final class Builder {
    private final List<String> command;
    private Map<String, String> environment = Map.of();
    private byte[] input = new byte[0];
    private Duration timeout = Duration.ofSeconds(60);
    private int outputLimit = 1 << 20;
    private Follower follower = Follower.NONE;
    private Duration noticeAfter = Duration.ofSeconds(10);
    private TokenClock clock = TokenClock.system();

    Builder(List<String> command) {
      this.command = List.copyOf(command);
    }

    /** Its whole environment; empty if not given. */
    public Builder environment(Map<String, String> variables) {
      environment = Objects.requireNonNull(variables);
      return this;
    }

    /** What it reads on standard input, followed by the end; nothing if not given. */
    public Builder input(byte[] bytes) {
      input = bytes.clone();
      return this;
    }

    /** How long it may run; 60 s if not given. */
    public Builder timeout(Duration limit) {
      timeout = Objects.requireNonNull(limit);
      return this;
    }

    /** How many bytes it may write to standard output; 1 MiB if not given. */
    public Builder outputLimit(int bytes) {
      outputLimit = bytes;
      return this;
    }

    /** Who watches it; nobody if not given. */
    public Builder follower(Follower watcher) {
      follower = Objects.requireNonNull(watcher);
      return this;
    }

    /** When the follower is told that it is still running; 10 s if not given. */
    public Builder noticeAfter(Duration delay) {
      noticeAfter = Objects.requireNonNull(delay);
      return this;
    }

    /** What the deadlines are measured with; the machine's clock if not given. */
    public Builder clock(TokenClock source) {
      clock = Objects.requireNonNull(source);
      return this;
    }

    /** The command. */
    public ChildProcess build() {
      return new ChildProcess(this);
    }

    /** Builds and runs it, see {@link ChildProcess#run}. */
    public ChildResult run() throws ChildException {
      return build().run();
    }
  }
}
