package dev.pawl.drills.cli.drill;

import dev.pawl.drills.Exercise;
import dev.pawl.drills.Programme;
import dev.pawl.drills.random.ScriptFile;
import dev.pawl.drills.stage.Pace;
import dev.pawl.simulator.core.RotationPolicy;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With which caches drills are run, and how often. */
final class ProgrammeOptions {
  @Option(
      names = "--cache",
      paramLabel = "mapped|chronicle|none",
      description =
          "The shared cache of the processes. Default: mapped, and expiry-herd with none too.")
  private @Nullable String cache;

  @Option(names = "--matrix", description = "Every policy and every cache.")
  private boolean matrix;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description =
          "How many times each drill is run, with seeds one after another. Default: 1, and 10 of"
              + " 'random'.")
  private @Nullable Integer runs;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "Of 'random': play this script, which a failure left, whatever the seed.")
  private @Nullable Path script;

  /**
   * Returns the drills that are meant by words.
   *
   * @param words names and numbers; none for the core set
   * @param processes how many of each drill at most
   * @param policy of all; null for each drill's own
   * @throws IllegalArgumentException if a word or an option means nothing
   */
  List<Exercise> exercises(
      List<String> words, int processes, long seed, @Nullable RotationPolicy policy) {
    requireKnownCache();
    if (processes < 2 || processes > 1024) {
      throw new IllegalArgumentException("--processes must be 2 to 1024, not " + processes);
    }
    if (runs != null && runs < 1) {
      throw new IllegalArgumentException("--runs must be at least 1, not " + runs);
    }
    ScriptFile file = script == null ? null : ScriptFile.read(script);
    return new Programme(processes, seed, policy, cache, matrix, file).of(words, runs);
  }

  /** Returns how many times a drill of these words repeats what it repeats. */
  int repeats(List<String> words) {
    return matrix ? Pace.FEW_REPEATS : words.isEmpty() ? Pace.CORE_REPEATS : Pace.REPEATS;
  }

  /**
   * Returns the one cache of a run that has no other.
   *
   * @throws IllegalArgumentException if there is no such cache
   */
  String cache() {
    requireKnownCache();
    return cache == null ? "mapped" : cache;
  }

  private void requireKnownCache() {
    if (cache != null && !Programme.CACHES.contains(cache)) {
      throw new IllegalArgumentException(
          "--cache must be one of " + Programme.CACHES + ", not '" + cache + "'");
    }
  }
}
