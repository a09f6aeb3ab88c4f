package dev.pawl.simulator.drill.stage;

import dev.pawl.simulator.core.RotationPolicy;
import java.time.Duration;

/**
 * What a drill goes by.
 *
 * @param policy how the provider treats a second spend
 * @param cache {@code mapped} or {@code none}
 * @param seed of the provider and of everything random
 * @param promise the class that the drill has to reach
 * @param isTimed whether slow is wrong: not where other work shares the machine
 * @param thoroughness how many times a drill repeats what it repeats
 */
public record Terms(
    RotationPolicy policy,
    String cache,
    long seed,
    WinClass promise,
    boolean isTimed,
    int thoroughness) {
  /** The provider's time to answer. */
  public static final Duration PROCESSING = Duration.ofMillis(100);

  /** The lifetime of an access token, virtual. */
  public static final Duration TTL = Duration.ofHours(1);

  /** The grace of the policies that have one, virtual. */
  public static final Duration GRACE = Duration.ofSeconds(30);
}
