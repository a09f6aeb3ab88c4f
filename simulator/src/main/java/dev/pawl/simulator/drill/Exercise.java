package dev.pawl.simulator.drill;

import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.drill.script.DrillDefinition;
import java.util.Locale;

/**
 * One drill to be run.
 *
 * @param definition which
 * @param policy of the provider
 * @param cache {@code mapped}, {@code chronicle} or {@code none}
 * @param processes how many
 * @param seed of the provider and of everything random
 */
public record Exercise(
    DrillDefinition definition, RotationPolicy policy, String cache, int processes, long seed) {

  /** Returns the command that repeats it. */
  public String repeat() {
    return String.format(
        Locale.ROOT,
        "./pawl drill %s --policy %s --cache %s --processes %d --seed %d",
        definition.number() == 0 ? "random --runs 1" : definition.name(),
        policy,
        cache,
        processes,
        seed);
  }
}
