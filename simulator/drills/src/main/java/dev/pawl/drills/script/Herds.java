package dev.pawl.drills.script;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.DrillTerms;
import dev.pawl.drills.stage.RequestOutcome;
import dev.pawl.drills.stage.RequestStorm;
import dev.pawl.drills.stage.Stage;
import dev.pawl.simulator.Outage;
import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.time.Duration;

/** Many processes want the same thing at the same moment. */
final class Herds {
  /* After so long a token that was born of a rejection could be forced once more. */
  private static final Duration FORCED_AGAIN = Duration.ofSeconds(61);

  private static final Duration CLOCK_STEP = Duration.ofMinutes(5);
  private static final Duration SLEEP = Duration.ofMinutes(10);

  private Herds() {}

  /** The access token ends for all of them. */
  static void expiry(Stage stage) throws IOException, InterruptedException {
    int threads = stage.terms().pace().threads();
    expiry(stage, Ask.token().threads(threads).quiet(Duration.ofMillis(300)));
  }

  /** The same with clients that ignore the lock: a drill that they pass proves nothing. */
  static void broken(Stage stage) throws IOException, InterruptedException {
    expiry(stage, Ask.rogue());
  }

  private static void expiry(Stage stage, Ask ask) throws IOException, InterruptedException {
    stage.begin();
    stage.expire();
    RequestStorm storm = stage.lineUp(ask, "EXPIRED");
    Answers answers = stage.count(storm.go().answers(Stage.TIMEOUT));

    stage.recovered(answers.lastServedMillis());
    oneGrant(stage);
    stage.require(answers.generations().size() == 1, "not one generation: " + answers);
    long limit = stage.terms().pace().processing().toMillis() + 250;
    stage.require(
        !stage.terms().isTimed() || answers.p99Millis() < limit,
        "p99 is " + answers.p99Millis() + " ms, not under " + limit);
  }

  private static void oneGrant(Stage stage) {
    stage.require(stage.grants() == 1, stage.grants() + " grants where one is due");
  }

  /** All machines' laptops wake up, and the network is not there yet. */
  static void wake(Stage stage) throws IOException, InterruptedException {
    Duration away = Duration.ofMillis(1_500);
    stage.begin();
    stage.tick(Duration.ofHours(9));
    RequestStorm storm = stage.lineUp(Ask.token().threads(2), "EXPIRED");
    stage.provider().simulator().down(Outage.REFUSED);
    storm.go();
    stage.pause(away);
    stage.provider().simulator().up();
    Answers answers = stage.count(storm.answers(Stage.TIMEOUT));

    recovered(stage, answers.lastServedMillis() - away.toMillis());
    stage.require(stage.logs().count("NotSent[") > 0, "nobody was refused: no drill");
    stage.require(
        answers.where(a -> a.endNanos() - answers.started() < away.toNanos()).served().count() == 0,
        "served while the network was away");
    oneGrant(stage);
  }

  private static void recovered(Stage stage, long millis) {
    stage.recovered(millis);
    stage.require(millis < 5_000, "recovered after " + millis + " ms, not within 5 s");
  }

  /** The server revokes the access token alone, with many calls in flight. */
  static Drill rejection(RejectionShape shape, int threads) {
    return stage -> {
      stage.begin();
      stage.storm(Ask.call());
      stage.provider().simulator().rejectionShape(shape);
      stage.provider().simulator().revokeAccessTokens(stage.provider().current());
      RequestStorm storm = stage.lineUp(Ask.call().held().threads(threads), "GOOD");
      Answers answers = stage.count(storm.go().answers(Stage.TIMEOUT));

      stage.recovered(answers.lastServedMillis());
      stage.require(
          answers.where(answer -> answer.rejections() > 0).count() == answers.count(),
          "not every call was refused once: the drill did not happen");
      oneGrant(stage);
      reportedLate(stage);
      oneGrant(stage);
    };
  }

  /* Processes that were slow: what they report was replaced long ago. */
  private static void reportedLate(Stage stage) throws IOException, InterruptedException {
    stage.tick(FORCED_AGAIN);
    Answers late = stage.storm(Ask.call().former().threads(2));
    stage.require(
        late.count() > 0 && late.where(RequestOutcome::isLateReport).count() == late.count(),
        "not every report was late: the drill did not happen");
  }

  /** An answer of the API takes long; the token ends meanwhile and is refreshed. */
  static void longAnswer(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    stage.storm(Ask.call());
    stage.fault("api.call#1: AFTER_COMMIT drip 25");
    Child reader = stage.crew().last();
    RequestStorm reading = stage.crew().standAlone(Ask.call().held(), reader).go();
    stage.provider().await(entry -> entry.isOf(Operation.CALL) && !entry.fault().isEmpty());
    stage.expire();
    RequestStorm others = stage.crew().stand(Ask.call(), child -> child != reader);
    Answers answers = stage.count(others.go().answers(Stage.TIMEOUT));
    Answers read = stage.count(reading.answers(Stage.TIMEOUT));
    stage.recovered(answers.lastServedMillis());
    stage.require(
        read.list().stream().allMatch(answer -> answer.rejections() == 0),
        "the long answer was broken off: " + read);
    stage.require(
        stage.crew().all().size() == 1
            || read.list().get(0).endNanos() > answers.list().get(0).endNanos(),
        "the long answer was over before the refresh: no drill");
    stage.storm(Ask.call());
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
  }

  /** The processes' clocks are two hours ahead of the provider's. */
  static void clockAhead(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    stage.skew(Duration.ofHours(2));
    Answers answers = stage.storm(Ask.call());
    stage.require(
        answers.list().stream().allMatch(answer -> answer.rejections() == 0),
        "a good token was refused: " + answers);
    stage.storm(Ask.call());
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
    corrected(stage);
  }

  /* A token that was issued in the future would be served long after its true end. */
  private static void corrected(Stage stage) throws IOException, InterruptedException {
    stage.skew(Duration.ZERO);
    stage.storm(Ask.call());
    stage.expire();
    Answers answers = stage.storm(Ask.call());
    stage.require(
        answers.list().stream().allMatch(answer -> answer.rejections() == 0),
        "a token was served after its end: " + answers);
  }

  /** The machine's clock is set five minutes ahead and back, with a spend in flight. */
  static void clockSteps(Stage stage) throws IOException, InterruptedException {
    RequestStorm storm = withSpendInFlight(stage);
    Child holder = stage.awaitHolder(0);
    stage.skew(CLOCK_STEP);
    stage.require(stage.awaitHolder(0) == holder, "the lock was stolen when the clock went ahead");
    stage.skew(CLOCK_STEP.negated());
    stage.require(stage.awaitHolder(0) == holder, "the lock was stolen when the clock went back");
    stage.skew(Duration.ZERO);
    stage.require(stage.files().generation() == 1, "the spend had ended before: no drill");
    oneSpendForAll(stage, storm);
  }

  /** The machine sleeps for ten minutes, with a spend in flight. */
  static void suspended(Stage stage) throws IOException, InterruptedException {
    RequestStorm storm = withSpendInFlight(stage);
    Child[] all = stage.crew().all().toArray(Child[]::new);
    for (Child child : all) {
      child.signal("STOP");
    }
    try {
      stage.tick(SLEEP, all);
      stage.pause(Duration.ofSeconds(1));
      stage.require(stage.files().generation() == 1, "the spend had ended before: no drill");
    } finally {
      for (Child child : all) {
        child.signal("CONT");
      }
    }
    stage.tick(Duration.ZERO);
    oneSpendForAll(stage, storm);
  }

  private static RequestStorm withSpendInFlight(Stage stage)
      throws IOException, InterruptedException {
    stage.begin();
    stage.expire();
    stage.fault("refresh#1: AFTER_COMMIT delay 900ms");
    RequestStorm storm = stage.lineUp(Ask.token().threads(2), "EXPIRED").go();
    stage.provider().await(entry -> entry.isOf(Operation.REFRESH));
    return storm;
  }

  private static void oneSpendForAll(Stage stage, RequestStorm storm)
      throws IOException, InterruptedException {
    Answers answers = stage.count(storm.answers(Stage.TIMEOUT));
    stage.recovered(answers.lastServedMillis());
    stage.require(answers.generations().size() == 1, "not one generation: " + answers);
    Answers calls = stage.storm(Ask.call());
    stage.require(
        calls.list().stream().allMatch(answer -> answer.rejections() == 0),
        "the fresh token was refused: " + calls);
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
  }

  /** The processes' clocks are two hours behind: only a 401 tells that the token has ended. */
  static void clockBehind(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    stage.storm(Ask.call());
    stage.provider().simulator().clock().advance(DrillTerms.TTL.plusSeconds(60));
    stage.skew(Duration.ofHours(-2));
    Answers answers = stage.storm(Ask.call().held());
    stage.require(
        answers.list().stream().allMatch(answer -> answer.rejections() == 1),
        "not one 401 for each process: " + answers);
    Answers after = stage.storm(Ask.call());
    stage.require(
        after.list().stream().allMatch(answer -> answer.rejections() == 0),
        "the fresh token was refused: " + after);
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
  }
}
