package dev.pawl.drills.script;

import dev.pawl.drills.stage.DrillTerms;
import dev.pawl.simulator.core.RotationPolicy;
import java.time.Duration;
import java.util.Map;

/**
 * A drill of the catalogue.
 *
 * @param number its number there; variants share one
 * @param name unique
 * @param summary what is broken, in one line
 * @param policy the provider's policy unless another is asked for
 * @param lifetime of an access token, virtual
 * @param most the most processes that it makes use of
 * @param drill its course
 */
public record DrillDefinition(
    int number,
    String name,
    String summary,
    RotationPolicy policy,
    Duration lifetime,
    int most,
    Drill drill) {

  /** A drill whose access tokens live as long as those of most. */
  DrillDefinition(
      int number, String name, String summary, RotationPolicy policy, int most, Drill drill) {
    this(number, name, summary, policy, DrillTerms.TTL, most, drill);
  }

  /** The number of the drills of issuers that are known by name. */
  static final int ISSUERS = 48;

  private static final Map<String, Integer> GROUPS = Map.of("issuers", ISSUERS);

  /** Tells whether it is meant by a name, a number, or the word for all drills of that number. */
  public boolean isMeantBy(String word) {
    return word.equals(name)
        || word.equals(Integer.toString(number))
        || Integer.valueOf(number).equals(GROUPS.get(word));
  }
}
