package dev.pawl.drills.client;

import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ServerTerms;
import dev.pawl.simulator.scenario.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A drill for any client.
 *
 * @param number its place in the list, from 1; 0 if it is not in the list
 * @param word what the command line calls it
 * @param scenario what its server is like, and what happens there
 * @param losesAnswers whether it destroys the answer to a spend: the client cannot know the
 *     successor
 * @param clock how far the copies' clocks are ahead unless told otherwise; empty if they are right
 * @param needsDisk whether what the copies share lies on a small disk of their own
 * @param script its course
 */
public record ClientDrill(
    int number,
    String word,
    Scenario scenario,
    boolean losesAnswers,
    String clock,
    boolean needsDisk,
    ClientScript script) {
  private static final String ALL = "all";

  /* Under these, a token whose answer was lost cannot be had back. */
  private static final Set<RotationPolicy> UNFORGIVING =
      Set.of(
          RotationPolicy.OMIT,
          RotationPolicy.STRICT_FAMILY,
          RotationPolicy.STRICT_REJECT,
          RotationPolicy.RETRYABLE_RACE);

  private static final List<ClientDrill> DRILLS =
      List.of(
          plain(1, "herd", ClientTroubles::herd),
          losing(2, "lost-answer", ClientTroubles::spoilt),
          plain(3, "slow-answer", ClientTroubles::spoilt),
          losing(4, "cut-answer", ClientTroubles::spoilt),
          plain(5, "busy", ClientTroubles::busy),
          plain(6, "down", ClientTroubles::given),
          losing(7, "kill-spender", ClientTroubles::killSpender),
          plain(8, "stop-spender", ClientTroubles::stopSpender),
          new ClientDrill(
              9, "clock", Scenarios.named("clock"), false, "+10m", false, ClientTroubles::herd),
          new ClientDrill(
              10,
              "disk-full",
              Scenarios.named("disk-full"),
              false,
              "",
              true,
              ClientTroubles::diskFull));

  private static ClientDrill plain(int number, String name, ClientScript script) {
    return new ClientDrill(number, name, Scenarios.named(name), false, "", false, script);
  }

  private static ClientDrill losing(int number, String name, ClientScript script) {
    return new ClientDrill(number, name, Scenarios.named(name), true, "", false, script);
  }

  /**
   * Returns the drill that plays a scenario of somebody's own and waits until the copies are served
   * again.
   *
   * @param word what the command line calls it
   */
  public static ClientDrill of(Scenario scenario, String word) {
    return new ClientDrill(
        0, word, scenario, scenario.losesAnswers(), "", false, ClientTroubles::scenario);
  }

  /**
   * Returns the drills of these names in the order of the list; all if there is none, or {@code
   * all}.
   *
   * @throws IllegalArgumentException if a word means no drill
   */
  public static List<ClientDrill> named(List<String> words) {
    for (String word : words) {
      if (!word.equals(ALL) && DRILLS.stream().noneMatch(drill -> drill.name().equals(word))) {
        throw new IllegalArgumentException(
            "there is no drill '" + word + "' for a client; see --client CMD --list");
      }
    }
    return DRILLS.stream()
        .filter(drill -> words.isEmpty() || words.contains(ALL) || words.contains(drill.name()))
        .toList();
  }

  /** Returns its name, as a file could have it. */
  public String name() {
    String name = scenario.name().replaceFirst(".*[/\\\\]", "").replaceFirst("\\.json$", "");
    return name.replaceAll("[^A-Za-z0-9._-]+", "-");
  }

  /** Returns what happens, in one line. */
  public String summary() {
    return scenario.description();
  }

  /** Returns the server's policy, unless another is asked for. */
  public RotationPolicy policy() {
    return scenario.terms(ServerTerms.standard()).policy();
  }

  /** Returns what can be reached under a policy. */
  WinClass promise(RotationPolicy under) {
    return losesAnswers && UNFORGIVING.contains(under) ? WinClass.LOGIN_ONCE : WinClass.WINNABLE;
  }

  /** Returns its line in the list. */
  public String line() {
    return String.format(
        Locale.ROOT, "%3s  %-24s %-17s %s", number == 0 ? "" : number, name(), policy(), summary());
  }

  /** Returns how far the copies' clocks are ahead; empty if they are right. */
  Optional<String> clock(ClientTerms terms) {
    return Optional.of(terms.clock().isEmpty() ? clock : terms.clock())
        .filter(ahead -> !ahead.isEmpty());
  }
}
