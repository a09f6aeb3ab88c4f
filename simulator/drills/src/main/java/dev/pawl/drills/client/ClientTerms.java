package dev.pawl.drills.client;

import dev.pawl.drills.stage.Pace;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.client.ClientAuthentication;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How a client is drilled.
 *
 * @param command the command line, for {@code sh -c}
 * @param copies how many run at once
 * @param seed what tokens are made from
 * @param policy how the server treats a second spend; empty for each drill's own
 * @param lifetime of an access token
 * @param within how long a copy may take until it is served again
 * @param clock how far the copies' clocks are ahead, as faketime(1) has it; empty if they are right
 * @param processing how long the server takes for an answer
 * @param authentication how the client proves to the server who it is
 */
public record ClientTerms(
    String command,
    int copies,
    long seed,
    Optional<RotationPolicy> policy,
    Duration lifetime,
    Duration within,
    String clock,
    Duration processing,
    ClientAuthentication authentication) {
  /** How many copies run, unless told otherwise. */
  public static final int COPIES = 8;

  /** The lifetime of an access token, unless told otherwise. */
  public static final Duration LIFETIME = Duration.ofSeconds(10);

  /** How long a copy may take until it is served again, unless told otherwise. */
  public static final Duration WITHIN = Duration.ofSeconds(30);

  /** As above, of a public client. */
  public ClientTerms(
      String command,
      int copies,
      long seed,
      Optional<RotationPolicy> policy,
      Duration lifetime,
      Duration within,
      String clock,
      Duration processing) {
    this(
        command,
        copies,
        seed,
        policy,
        lifetime,
        within,
        clock,
        processing,
        ClientAuthentication.NONE);
  }

  /** Returns these terms for a client that proves in another way who it is. */
  public ClientTerms authentication(ClientAuthentication other) {
    return new ClientTerms(
        command, copies, seed, policy, lifetime, within, clock, processing, other);
  }

  /** Returns the command that repeats the drill of a name under a policy. */
  String repeat(String drill, RotationPolicy under) {
    return String.format(
            Locale.ROOT,
            "./pawl drill --client %s %s --policy %s --processes %d --seed %d",
            "'" + command.replace("'", "'\\''") + "'",
            drill,
            under,
            copies,
            seed)
        + option("--lifetime", lifetime, LIFETIME)
        + option("--within", within, WITHIN)
        + (clock.isEmpty() ? "" : " --client-clock " + clock)
        + (authentication == ClientAuthentication.NONE
            ? ""
            : " --client-authentication " + authentication.word())
        + (processing.equals(Pace.PROCESSING) ? "" : " --provider-time " + processing.toMillis());
  }

  private static String option(String name, Duration value, Duration usual) {
    return value.equals(usual) ? "" : " " + name + " " + value.toMillis() + "ms";
  }
}
