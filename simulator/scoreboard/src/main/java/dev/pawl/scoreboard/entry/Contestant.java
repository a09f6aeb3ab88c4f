package dev.pawl.scoreboard.entry;

import dev.pawl.drills.script.CannotRunException;
import dev.pawl.simulator.core.RotationPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A client that takes part.
 *
 * @param name what the command line calls it
 * @param title what it is, for people
 * @param version of its library or program
 * @param lifetime of its access tokens: longer than the time before their end at which it refreshes
 * @param policy of the server; empty for each drill's own
 * @param preparation gives the command line that starts a copy
 */
public record Contestant(
    String name,
    String title,
    String version,
    Duration lifetime,
    Optional<RotationPolicy> policy,
    Preparation preparation) {
  /** Puts in place what a client needs. */
  @FunctionalInterface
  public interface Preparation {
    /**
     * Returns the command line that starts a copy, for {@code sh -c}.
     *
     * @param home a directory for the client's own files
     * @throws CannotRunException if the client cannot run on this machine
     */
    String command(Path home) throws IOException, InterruptedException, CannotRunException;
  }

  /** Returns how it was configured and what it does not promise, in Markdown. */
  public String notes() throws IOException {
    return Texts.read("notes/" + name + ".md");
  }
}
