package dev.pawl.drills.random;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The search for the shortest script that still fails: rounds are left out, more at first and then
 * one, and then what a round does. A script that fails only by chance is tried some times before it
 * is taken for one that does not fail. Not thread-safe.
 */
public final class Shrinking {
  /** One run of a script. */
  public interface Trial {
    /**
     * Tells whether it fails.
     *
     * @throws IOException if it cannot be run
     */
    boolean fails(RandomScript script) throws IOException, InterruptedException;
  }

  private final Trial trial;
  private final int attempts;
  private int left;
  private int runs;

  /**
   * Prepares a search.
   *
   * @param trial runs a script
   * @param attempts how often a script may pass before it is taken for one that does not fail
   * @param most how many runs there are at most
   */
  public Shrinking(Trial trial, int attempts, int most) {
    this.trial = trial;
    this.attempts = attempts;
    this.left = most;
  }

  /** Returns how many runs there were. */
  public int runs() {
    return runs;
  }

  /**
   * Returns the shortest script that was seen to fail.
   *
   * @param failed a script that failed
   * @throws IOException if one cannot be run
   */
  public RandomScript of(RandomScript failed) throws IOException, InterruptedException {
    RandomScript shortest = withFewerRounds(failed);
    RandomScript before;
    do {
      before = shortest;
      shortest = withSimplerRounds(shortest);
    } while (!shortest.equals(before));
    RandomScript plain = new RandomScript("unknown", shortest.rounds());
    return !plain.equals(shortest) && fails(plain) ? plain : shortest;
  }

  private RandomScript withFewerRounds(RandomScript failed)
      throws IOException, InterruptedException {
    RandomScript shortest = failed;
    for (int size = failed.rounds().size() / 2; size > 0; size /= 2) {
      int from = 0;
      while (from < shortest.rounds().size()) {
        RandomScript without = without(shortest, from, size);
        if (fails(without)) {
          shortest = without;
        } else {
          from += size;
        }
      }
    }
    return shortest;
  }

  private static RandomScript without(RandomScript script, int from, int size) {
    List<Round> rounds = new ArrayList<>(script.rounds());
    rounds.subList(from, Math.min(from + size, rounds.size())).clear();
    return new RandomScript(script.replay(), rounds);
  }

  private RandomScript withSimplerRounds(RandomScript script)
      throws IOException, InterruptedException {
    for (int i = 0; i < script.rounds().size(); i++) {
      for (Round simpler : script.rounds().get(i).simpler()) {
        List<Round> rounds = new ArrayList<>(script.rounds());
        rounds.set(i, simpler);
        RandomScript candidate = new RandomScript(script.replay(), rounds);
        if (fails(candidate)) {
          return candidate;
        }
      }
    }
    return script;
  }

  private boolean fails(RandomScript script) throws IOException, InterruptedException {
    for (int attempt = 0; attempt < attempts && left > 0; attempt++) {
      left--;
      runs++;
      if (trial.fails(script)) {
        return true;
      }
    }
    return false;
  }
}
