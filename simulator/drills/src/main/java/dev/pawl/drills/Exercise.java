package dev.pawl.drills;

import dev.pawl.drills.random.RandomScript;
import dev.pawl.drills.random.ScriptFile;
import dev.pawl.drills.script.Catalogue;
import dev.pawl.drills.script.DrillDefinition;
import dev.pawl.drills.stage.Pace;
import dev.pawl.simulator.core.RotationPolicy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One drill to be run.
 *
 * @param definition which
 * @param policy of the provider
 * @param cache {@code mapped}, {@code chronicle} or {@code none}
 * @param processes how many
 * @param seed of the provider and of everything random
 * @param script of a random drill; null for the one that is drawn from the seed
 */
public record Exercise(
    DrillDefinition definition,
    RotationPolicy policy,
    String cache,
    int processes,
    long seed,
    @Nullable ScriptFile script) {

  boolean isRandom() {
    return is(Catalogue.RANDOM);
  }

  /** Returns what a random drill plays. */
  RandomScript randomScript() {
    return script == null ? RandomScript.drawn(seed) : script.script();
  }

  /** Returns the same random drill with another script. */
  Exercise withScript(ScriptFile other) {
    return new Exercise(Catalogue.random(other.script()), policy, cache, processes, seed, other);
  }

  /**
   * Returns the command that repeats it.
   *
   * @param pace how fast it went
   */
  public String repeat(Pace pace) {
    return String.format(
            Locale.ROOT,
            "./pawl drill %s --policy %s --cache %s --processes %d --seed %d",
            words(),
            policy,
            cache,
            processes,
            seed)
        + option(!pace.processing().equals(Pace.PROCESSING), "--provider-time", millis(pace))
        + option(is("expiry-herd") && pace.threads() != Pace.THREADS, "--threads", pace.threads())
        + option(
            is("crash-mid-write") && pace.thoroughness() != Pace.REPEATS,
            "--kills",
            pace.thoroughness())
        + (pace.isTimed() ? "" : " --untimed");
  }

  private String words() {
    if (script != null) {
      return definition.name() + " --script " + script.path();
    }
    return isRandom() ? definition.name() + " --runs 1" : definition.name();
  }

  private static long millis(Pace pace) {
    return pace.processing().toMillis();
  }

  private boolean is(String name) {
    return definition.name().equals(name);
  }

  private static String option(boolean wanted, String name, long value) {
    return wanted ? " " + name + " " + value : "";
  }
}
