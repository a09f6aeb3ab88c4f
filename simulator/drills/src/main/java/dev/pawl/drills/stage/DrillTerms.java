package dev.pawl.drills.stage;

import dev.pawl.simulator.core.RotationPolicy;
import java.time.Duration;

/**
 * What a drill goes by.
 *
 * @param policy how the provider treats a second spend
 * @param cache {@code mapped}, {@code chronicle} or {@code none}
 * @param seed of the provider and of everything random
 * @param promise what the drill has to reach
 * @param lifetime of an access token, virtual
 * @param pace how fast things go
 */
public record DrillTerms(
    RotationPolicy policy, String cache, long seed, Promise promise, Duration lifetime, Pace pace) {
  /** The lifetime of an access token, virtual, unless the drill has another. */
  public static final Duration TTL = Duration.ofHours(1);

  /** The grace of the policies that have one, virtual. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  /** Tells whether slow is wrong. */
  public boolean isTimed() {
    return pace.isTimed();
  }

  /** Returns how many times a drill repeats what it repeats. */
  public int thoroughness() {
    return pace.thoroughness();
  }
}
