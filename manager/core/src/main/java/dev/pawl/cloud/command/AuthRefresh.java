package dev.pawl.cloud.command;

import dev.pawl.clock.TokenClock;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.directory.LoginMarker;
import dev.pawl.process.ChildException;
import dev.pawl.process.ChildResult;
import dev.pawl.process.Follower;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The command that begins a new session with a person's help, such as {@code aws sso login}: run
 * once for all processes that want one, its output told to all of them. After a failure it is not
 * run again for a while, so that nobody's browser fills with tabs.
 */
public final class AuthRefresh {
  /** How long the command may take. */
  public static final Duration LIMIT = Duration.ofMinutes(3);

  private static final long PAUSE_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final String BROKEN_OFF = "was stopped because its process ended";

  /** The variable that the command has. */
  public static final String RUNNING = "PAWL_AUTH_REFRESH_RUNNING";

  private final CloudCommand command;
  private final Map<String, String> environment;
  private final CloudContext context;
  private final LoginMarker marker;
  private final CommandOutput output;
  private final Duration limit;

  /** Runs {@code command}, whose end {@code marker} notes and whose {@code output} all see. */
  public AuthRefresh(
      CloudCommand command,
      Map<String, String> environment,
      CloudContext context,
      LoginMarker marker,
      CommandOutput output) {
    this(command, environment, context, marker, output, LIMIT);
  }

  AuthRefresh(
      CloudCommand command,
      Map<String, String> environment,
      CloudContext context,
      LoginMarker marker,
      CommandOutput output,
      Duration limit) {
    this.command = command;
    this.environment = environment;
    this.context = context;
    this.marker = marker;
    this.output = output;
    this.limit = limit;
  }

  /**
   * Runs the command, unless another process did after {@code wanted}.
   *
   * @throws CloudException SESSION_ENDED if the command failed, now or a moment ago, or if it
   *     succeeded a moment ago and brought nothing that is accepted
   */
  public void run(String key, long wanted) throws CloudException {
    TokenClock clock = context.clock();
    CloudContext.Gate gate = context.gates().enter("login:" + key);
    try {
      LoginMarker.Left left = marker.read();
      long age = left == null ? Long.MAX_VALUE : clock.millis() - left.at();
      if (left != null && age >= 0 && left.at() >= wanted && left.reason().isEmpty()) {
        return;
      }
      if (left != null && age >= 0 && age < PAUSE_MILLIS) {
        String how =
            left.reason().isEmpty() ? "has brought nothing that is accepted" : left.reason();
        throw failed(how + "; it is run again after " + (PAUSE_MILLIS - age + 999) / 1000 + " s");
      }
      run(key, clock);
    } catch (IOException e) {
      throw e instanceof CloudException known ? known : unusable(e);
    } finally {
      gate.close();
    }
  }

  private static CloudException unusable(IOException e) {
    return new CloudException(
        CloudException.Kind.MISCONFIGURED,
        "the state directory cannot be used: " + e.getMessage(),
        e);
  }

  /* Who is broken off leaves no verdict: the next process runs the command. */
  private void run(String key, TokenClock clock) throws IOException {
    output.begin(clock.millis());
    String problem = problem();
    if (!problem.equals(BROKEN_OFF)) {
      marker.write(new LoginMarker.Left(key, clock.millis(), problem));
    }
    if (!problem.isEmpty()) {
      throw failed(problem);
    }
  }

  private String problem() {
    try {
      ChildResult result =
          command
              .marked(RUNNING, environment)
              .timeout(limit)
              .follower(new Lines(output::add))
              .clock(context.clock())
              .run();
      return result.isGood() ? "" : "failed with " + result.ending();
    } catch (ChildException e) {
      return switch (e.reason()) {
        case TIMEOUT -> "was stopped after " + limit.toSeconds() + " s";
        case TOO_LONG -> "printed too much";
        case INTERRUPTED -> BROKEN_OFF;
        case NOT_STARTED -> "could not be started";
      };
    }
  }

  private CloudException failed(String what) {
    return new CloudException(
        CloudException.Kind.SESSION_ENDED,
        command.origin() + " " + what + "; run that command by hand to see why",
        null);
  }

  private record Lines(Consumer<String> to) implements Follower {
    @Override
    public void line(Channel channel, String line) {
      to.accept(line);
    }
  }
}
