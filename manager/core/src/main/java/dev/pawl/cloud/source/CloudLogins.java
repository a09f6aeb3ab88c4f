package dev.pawl.cloud.source;

import dev.pawl.clock.TokenClock;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.command.AuthRefresh;
import dev.pawl.cloud.command.CloudCommand;
import dev.pawl.cloud.command.CommandOutput;
import dev.pawl.directory.LoginMarker;
import dev.pawl.directory.StateDirectory;
import dev.pawl.file.DurableFile;
import dev.pawl.source.ShareableSource;
import dev.pawl.spi.Fingerprint;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a user tell each other of a person who is asked: why one is wanted, what
 * the command says that asks, and how it ended. All of it lies in the state directory, and is worth
 * something for minutes. Thread-safe.
 */
final class CloudLogins {
  private static final String ENDED = "the session has ended";

  /* Nobody is told anything for longer: until then somebody has asked the vendor anew. */
  private static final Duration NEWS = Duration.ofMinutes(10);

  private static final Duration KEPT = Duration.ofDays(30);

  private final CloudKey key;
  private final Map<String, String> environment;
  private final TokenClock clock;
  private final StateSupplier state;
  private final Consumer<String> listener;

  CloudLogins(
      CloudKey key,
      Map<String, String> environment,
      TokenClock clock,
      StateSupplier state,
      Consumer<String> listener) {
    this.key = key;
    this.environment = environment;
    this.clock = clock;
    this.state = state;
    this.listener = listener;
  }

  /** Keeps what this process was told for all others that are refused for the same reason. */
  void note(CloudException e) {
    try {
      forgetOthers(state.get());
      verdict().write(new LoginMarker.Left("", clock.millis(), String.valueOf(e.getMessage())));
    } catch (IOException problem) {
      e.addSuppressed(problem); // the others are told less
    }
  }

  /** What a process was told a moment ago. */
  String advice() {
    try {
      LoginMarker.Left left = verdict().read();
      long age = left == null ? -1 : clock.millis() - left.at();
      return left != null && age >= 0 && age < NEWS.toMillis() ? left.reason() : ENDED;
    } catch (IOException e) {
      return ENDED;
    }
  }

  private LoginMarker verdict() throws IOException {
    return state.get().cloudVerdict(Fingerprint.of(key.value()).value());
  }

  /* Of identities and commands that are not used any more. */
  private void forgetOthers(StateDirectory directory) throws IOException {
    Path place = Objects.requireNonNull(directory.cloudLoginOutput("any").getParent());
    File[] files = place.toFile().listFiles((unused, name) -> isOfALogin(name));
    for (File file : files == null ? new File[0] : files) {
      if (file.lastModified() < clock.millis() - KEPT.toMillis()) {
        DurableFile.delete(file.toPath());
      }
    }
  }

  private static boolean isOfALogin(String name) {
    return name.startsWith("cloud-")
        && (name.endsWith(".verdict") || name.endsWith(".output") || name.endsWith(".login"));
  }

  /** A login by {@code command}, for all processes. */
  CloudAnswer.Login by(CloudCommand command, CloudContext context) throws IOException {
    String identity = key.ofLogin(command);
    StateDirectory directory = state.get();
    AuthRefresh refresh =
        new AuthRefresh(
            command,
            environment,
            context,
            directory.cloudLogin(identity),
            new CommandOutput(directory.cloudLoginOutput(identity)));
    return wanted -> refresh.run(identity, wanted);
  }

  /** Somebody who waits for {@code command}, whichever process runs it, and is told its output. */
  ShareableSource.Waiting waiting(CloudCommand command) throws IOException {
    String identity = key.ofLogin(command);
    StateDirectory directory = state.get();
    LoginMarker.Left left = directory.cloudLogin(identity).read();
    CommandOutput.Tail tail =
        new CommandOutput(directory.cloudLoginOutput(identity)).follow(ended(left), listener);
    return tail::close;
  }

  /* What a process was killed over leaves no note of its end, but cannot be at it any more. */
  private long ended(LoginMarker.@Nullable Left left) {
    long longAgo = clock.millis() - AuthRefresh.LIMIT.toMillis();
    return left == null || left.at() > clock.millis() ? longAgo : Math.max(longAgo, left.at());
  }
}
