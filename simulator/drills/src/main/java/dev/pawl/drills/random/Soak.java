package dev.pawl.drills.random;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.Reserve;
import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * A day in virtual time, lifetime after lifetime. In most nothing goes wrong, and each must cost
 * one spend; in every tenth it does, as in a random drill. Who was killed is followed by another.
 */
public final class Soak {
  /** How long an access token lives. */
  public static final Duration LIFETIME = Duration.ofMinutes(1);

  private static final int LIFETIMES = (int) Duration.ofDays(1).dividedBy(LIFETIME);
  private static final int TROUBLED = 10;

  /* What a manager takes for the lifetime of a token whose answer names none; and past every pause. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /* So many refreshes, and none is judged by its time. */
  private static final Duration PROCESSING = Duration.ofMillis(10);

  private final Stage stage;
  private final SplittableRandom random;
  private final RandomPlay play;
  private final Reserve reserve;
  private final int processes;

  private Soak(Stage stage, RandomPlay play) throws IOException {
    this.stage = stage;
    this.random = new SplittableRandom(stage.terms().seed());
    this.play = play;
    this.reserve = stage.fleet().reserve(LIFETIMES, 1);
    this.processes = stage.crew().size();
  }

  /** Plays it. */
  public static void run(Stage stage) throws IOException, InterruptedException {
    RandomPlay play = RandomPlay.begin(stage, "unknown", LIFETIMES / TROUBLED);
    Soak soak = new Soak(stage, play);
    stage
        .provider()
        .simulator()
        .terms(stage.provider().simulator().terms().processingTime(PROCESSING));
    for (int lifetime = 1; lifetime <= LIFETIMES; lifetime++) {
      if (lifetime % TROUBLED == 0) {
        soak.troubled();
      } else {
        soak.quiet(lifetime);
      }
    }
    play.end();
  }

  private void troubled() throws IOException, InterruptedException {
    play.round(RandomScript.round(random, random.nextInt(20, 70)));
    stage.clearFaults();
    while (stage.crew().size() < processes) {
      Child next = reserve.next();
      stage.open(next);
      stage.crew().add(next);
    }
    stage.tick(LONGEST);
    play.settle();
  }

  private void quiet(int lifetime) throws IOException, InterruptedException {
    stage.awaitIdle();
    stage.expire();
    int before = stage.spends();
    Answers answers = stage.storm(Ask.token());
    int spends = stage.spends() - before;
    stage.require(
        answers.areAllServed() && spends == 1,
        "lifetime " + lifetime + ": " + spends + " spends where 1 is due, " + answers);
  }
}
