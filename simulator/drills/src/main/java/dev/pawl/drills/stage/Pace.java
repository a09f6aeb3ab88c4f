package dev.pawl.drills.stage;

import java.time.Duration;

/**
 * How fast things go, and whether that is judged.
 *
 * @param isTimed whether slow is wrong: not where other work shares the machine
 * @param thoroughness how many times a drill repeats what it repeats
 * @param processing the provider's time to answer
 * @param threads how many threads of each process ask at once in a herd
 */
public record Pace(boolean isTimed, int thoroughness, Duration processing, int threads) {
  /** The provider's time to answer, unless told otherwise. */
  public static final Duration PROCESSING = Duration.ofMillis(100);

  /** How many times a drill repeats what it repeats, unless told otherwise. */
  public static final int REPEATS = 100;

  /** The same in the core set. */
  public static final int CORE_REPEATS = 25;

  /** The same where every policy and every cache is wanted. */
  public static final int FEW_REPEATS = 10;

  /** How many threads of each process ask, unless told otherwise. */
  public static final int THREADS = 1;
}
