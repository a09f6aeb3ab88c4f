package dev.pawl.drills.cli.drill;

import dev.pawl.drills.client.ClientDrill;
import dev.pawl.drills.client.ClientTerms;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.fault.DurationText;
import dev.pawl.simulator.scenario.Scenario;
import dev.pawl.simulator.scenario.ScenarioException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code pawl drill --client}. */
final class ClientOptions {
  private static final String SCENARIO = "--scenario";
  private static final Pattern CLOCK = Pattern.compile("[+-][0-9]{1,9}[smhdy]?");
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST = 64;

  @Option(
      names = "--client",
      paramLabel = "CMD",
      description = "Drill this command line instead of Pawl: docs/drill-your-client.md.")
  private @Nullable String command;

  @Option(
      names = "--client-clock",
      paramLabel = "+10m",
      description = "Of --client: how wrong the clocks of the copies are; needs faketime.")
  private @Nullable String clock;

  @Option(
      names = "--client-authentication",
      paramLabel = "M",
      description =
          "Of --client: what the server asks of the client: none (default), client_secret_basic,"
              + " client_secret_post, client_secret_jwt or private_key_jwt.")
  private @Nullable String authentication;

  @Option(
      names = "--lifetime",
      paramLabel = "D",
      description = "Of --client: how long an access token lives. Default: 10s.")
  private @Nullable String lifetime;

  @Option(
      names = "--within",
      paramLabel = "D",
      description = "Of --client: how soon each copy must be served again. Default: 30s.")
  private @Nullable String within;

  @Option(
      names = SCENARIO,
      paramLabel = "FILE",
      description =
          "Of --client: play this scenario, docs/simulator.md, instead of the drills, or after those"
              + " that are named.")
  private @Nullable Path scenario;

  /** Tells whether a client is to be drilled. */
  boolean isAsked() {
    return command != null;
  }

  /**
   * Refuses options of a client where there is none.
   *
   * @throws IllegalArgumentException if there is one; the message names it
   */
  void requireNone() {
    if (clock != null
        || authentication != null
        || lifetime != null
        || within != null
        || scenario != null) {
      throw new IllegalArgumentException(
          "--client-clock, --client-authentication, --lifetime, --within and --scenario are for"
              + " --client");
    }
  }

  /**
   * Returns how the client is drilled.
   *
   * @param copies how many; null for the usual number
   * @throws IllegalArgumentException if an option has a value that it cannot have
   */
  ClientTerms terms(
      @Nullable Integer copies, long seed, @Nullable RotationPolicy policy, Duration processing) {
    if (command == null || command.isBlank()) {
      throw new IllegalArgumentException("--client needs a command line");
    }
    int count = copies == null ? ClientTerms.COPIES : copies;
    if (count < 2 || count > MOST) {
      throw new IllegalArgumentException(
          "--processes must be 2 to " + MOST + " with --client, not " + count);
    }
    if (clock != null && !CLOCK.matcher(clock).matches()) {
      throw new IllegalArgumentException("--client-clock is like +10m or -2h, not '" + clock + "'");
    }
    return new ClientTerms(
        command,
        count,
        seed,
        Optional.ofNullable(policy),
        duration("--lifetime", lifetime, ClientTerms.LIFETIME),
        duration("--within", within, ClientTerms.WITHIN),
        clock == null ? "" : clock,
        processing,
        authentication());
  }

  private ClientAuthentication authentication() {
    return Arrays.stream(ClientAuthentication.values())
        .filter(one -> one.word().equals(authentication == null ? "none" : authentication))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--client-authentication is one of "
                        + Arrays.stream(ClientAuthentication.values())
                            .map(ClientAuthentication::word)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Returns the drills of these names and then the one of the scenario; without either all.
   *
   * @throws ScenarioException if the scenario's file is none
   * @throws IllegalArgumentException if it cannot be read, or a word means no drill
   */
  List<ClientDrill> drills(List<String> words) {
    if (scenario == null) {
      return ClientDrill.named(words);
    }
    try {
      List<ClientDrill> drills =
          new ArrayList<>(words.isEmpty() ? List.of() : ClientDrill.named(words));
      String word = SCENARIO + " '" + scenario.toString().replace("'", "'\\''") + "'";
      drills.add(ClientDrill.of(Scenario.read(scenario), word));
      return drills;
    } catch (IOException e) {
      throw new IllegalArgumentException(SCENARIO + ": " + e.getMessage(), e);
    }
  }

  private static Duration duration(String name, @Nullable String text, Duration usual) {
    Duration duration = text == null ? usual : DurationText.parse(text);
    if (duration.toSeconds() < 1 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be 1s to 1h, not " + text);
    }
    return duration;
  }
}
