package dev.pawl.drills.script;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.Reserve;
import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.DrillTerms;
import dev.pawl.drills.stage.Stage;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A process is killed with -9 at a random moment from the arrival of an answer to the end of its
 * saving, again and again, on one login. After each kill the stored login must be whole, and
 * another process must get a token.
 */
final class MidWrite {
  private static final int AHEAD = 3;

  /* So many refreshes, and none is judged by its time. */
  private static final Duration PROCESSING = Duration.ofMillis(10);

  private final Stage stage;
  private final SplittableRandom random;
  private long generation;

  private MidWrite(Stage stage) {
    this.stage = stage;
    this.random = new SplittableRandom(stage.terms().seed());
  }

  static void run(Stage stage) throws IOException, InterruptedException {
    new MidWrite(stage).kills(stage.terms().thoroughness());
  }

  private void kills(int count) throws IOException, InterruptedException {
    stage.replay("window:30s").timing("request", Duration.ofSeconds(5)).begin();
    Simulator simulator = stage.provider().simulator();
    simulator.terms(simulator.terms().processingTime(PROCESSING));
    stage.score().incidents(count);
    generation = stage.files().generation();
    Reserve victims = stage.fleet().reserve(count, AHEAD);
    try (FileWatch watch = new FileWatch(stage.files())) {
      for (int kill = 0; kill < count; kill++) {
        Child victim = victims.next();
        try {
          kill(victim);
        } finally {
          victim.kill();
        }
        survive(kill);
      }
      watch.judge(stage);
      spendsAreDue(count);
    }
  }

  /* One for each who was killed, and one more where its answer was not saved. */
  private void spendsAreDue(int count) {
    boolean many = stage.terms().policy() == RotationPolicy.RETRYABLE_RACE; // which says: again
    int most = (many ? 12 : 2) * count;
    stage.require(
        stage.spends() >= count && stage.spends() <= most,
        stage.spends() + " spends where " + count + " to " + most + " are due");
  }

  private void kill(Child victim) throws IOException, InterruptedException {
    stage.tick(DrillTerms.TTL.plusSeconds(40));
    stage.open(victim);
    long position = stage.provider().simulator().ledger().position();
    stage.crew().standAlone(Ask.token().once(), victim).go();
    LedgerEntry spend =
        stage.provider().await(e -> e.isOf(Operation.REFRESH) && e.sequence() > position);
    long answered = spend.nanos() + PROCESSING.toNanos();
    long moment = answered + random.nextLong(-2_000_000, 14_000_000);
    while (System.nanoTime() - moment < 0) {
      LockSupport.parkNanos(moment - System.nanoTime());
    }
    victim.kill();
    stage.provider().unanswered(spend);
  }

  private void survive(int kill) throws IOException, InterruptedException {
    boolean saved = isSaved(kill);
    int spends = stage.spends();
    stage.tick(Duration.ofSeconds(2)); // past the pause after a failure, within the grace
    Child survivor = stage.crew().first();
    Answers answers = token(survivor);
    if (answers.refused("TRY_LATER").count() > 0) {
      stage.tick(DrillTerms.GRACE); // a provider that says "try again" while its window lasts
      answers = token(survivor);
    }
    if (answers.refused("LOG_IN").count() > 0) {
      stage.tally().prompted();
      IssuedGrant unused = stage.login(stage.crew().first());
      answers = token(survivor);
    }
    stage.require(answers.areAllServed(), "kill " + kill + ": not served: " + answers);
    stage.require(
        !saved || stage.spends() == spends, "kill " + kill + ": spent again though it was saved");
    toldIsSaved(kill, answers);
  }

  private boolean isSaved(int kill) throws IOException {
    long before = generation;
    try {
      generation = stage.files().generation();
      stage.require(stage.files().refreshToken().isPresent(), "kill " + kill + ": no login left");
    } catch (IllegalArgumentException e) {
      stage.require(false, "kill " + kill + ": the stored login is not whole");
    }
    return generation > before;
  }

  /* An access token whose refresh token was lost would be news of a save that there was not. */
  private void toldIsSaved(int kill, Answers answers) throws IOException {
    generation = stage.files().generation();
    stage.require(
        answers.generations().stream().allMatch(told -> told <= generation),
        "kill " + kill + ": served what was never saved: " + answers + ", not " + generation);
  }

  private Answers token(Child survivor) throws IOException, InterruptedException {
    Ask ask = Ask.token().within(Duration.ofSeconds(3));
    return stage.count(stage.crew().standAlone(ask, survivor).go().answers(Stage.TIMEOUT));
  }
}
