package dev.pawl.drills.client;

import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.core.RotationPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A drill for any client.
 *
 * @param number its place in the list, from 1
 * @param name unique
 * @param summary what happens, in one line
 * @param losesAnswers whether it destroys the answer to a spend: the client cannot know the
 *     successor
 * @param clock how far the copies' clocks are ahead unless told otherwise; empty if they are right
 * @param script its course
 */
public record ClientDrill(
    int number,
    String name,
    String summary,
    boolean losesAnswers,
    String clock,
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
          plain(
              1,
              "herd",
              "the access token ends for all copies at once, three times",
              ClientTroubles::herd),
          losing(
              2,
              "lost-answer",
              "the server rotates, and its answer is lost",
              ClientTroubles::lostAnswer),
          plain(3, "slow-answer", "the answer to a refresh takes 5 s", ClientTroubles::slowAnswer),
          losing(
              4,
              "cut-answer",
              "the answer to a refresh ends in its middle",
              ClientTroubles::cutAnswer),
          plain(5, "busy", "429 with Retry-After for 3 s, later one 503", ClientTroubles::busy),
          plain(6, "down", "the token endpoint refuses connections for 3 s", ClientTroubles::down),
          losing(
              7,
              "kill-spender",
              "kill -9 of the copy that waits for its answer",
              ClientTroubles::killSpender),
          plain(
              8,
              "stop-spender",
              "the copy that waits for its answer is stopped for 5 s",
              ClientTroubles::stopSpender),
          new ClientDrill(
              9,
              "clock",
              "herd, the copies' clocks are wrong",
              false,
              "+10m",
              ClientTroubles::herd));

  private static ClientDrill plain(int number, String name, String summary, ClientScript script) {
    return new ClientDrill(number, name, summary, false, "", script);
  }

  private static ClientDrill losing(int number, String name, String summary, ClientScript script) {
    return new ClientDrill(number, name, summary, true, "", script);
  }

  /**
   * Returns the drills of these names in the order of the list; all if there is none, or {@code
   * all}.
   *
   * @throws IllegalArgumentException if a word means no drill
   */
  public static List<ClientDrill> named(List<String> words) {
    for (String word : words) {
      if (!word.equals(ALL) && DRILLS.stream().noneMatch(drill -> drill.name.equals(word))) {
        throw new IllegalArgumentException(
            "there is no drill '" + word + "' for a client; see --client CMD --list");
      }
    }
    return DRILLS.stream()
        .filter(drill -> words.isEmpty() || words.contains(ALL) || words.contains(drill.name))
        .toList();
  }

  /** Returns the server's policy, unless another is asked for. */
  public RotationPolicy policy() {
    return losesAnswers ? RotationPolicy.GRACE_SAME : RotationPolicy.STRICT_FAMILY;
  }

  /** Returns what can be reached under a policy. */
  WinClass promise(RotationPolicy under) {
    return losesAnswers && UNFORGIVING.contains(under) ? WinClass.LOGIN_ONCE : WinClass.WINNABLE;
  }

  /** Returns its line in the list. */
  public String line() {
    return String.format(Locale.ROOT, "%3d  %-24s %-17s %s", number, name, policy(), summary);
  }

  /** Returns how far the copies' clocks are ahead; empty if they are right. */
  Optional<String> clock(ClientTerms terms) {
    return Optional.of(terms.clock().isEmpty() ? clock : terms.clock())
        .filter(ahead -> !ahead.isEmpty());
  }
}
