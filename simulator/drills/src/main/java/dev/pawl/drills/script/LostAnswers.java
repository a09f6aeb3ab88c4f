package dev.pawl.drills.script;

import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.DrillTerms;
import dev.pawl.drills.stage.RequestStorm;
import dev.pawl.drills.stage.Stage;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The provider has spent the refresh token, and its answer does not arrive whole. */
final class LostAnswers {
  private static final Duration REQUEST = Duration.ofMillis(1_500);

  private LostAnswers() {}

  /**
   * The access token has ended, so the spend is repeated as the setting permits; or because the
   * server says that it has not processed what it has: nobody can know better, and the answer to
   * the second presentation is believed.
   */
  static Drill atExpiry(String replay, String fault) {
    return stage -> {
      stage.replay(replay).timing("request", REQUEST).begin();
      stage.expire();
      stage.fault("refresh#1: " + fault);
      RequestStorm storm =
          stage.lineUp(Ask.token().threads(2).within(Duration.ofSeconds(6)), "EXPIRED");
      try (FileWatch watch = new FileWatch(stage.files())) {
        Answers answers = stage.count(storm.go().answers(Stage.TIMEOUT));
        watch.judge(stage);
        stage.recovered(answers.lastServedMillis());
        outlastGrace(stage, answers);
      }
      stage.require(stage.grants() <= 2, stage.grants() + " grants where two are the most");
      stage.require(
          stage.score().recoveryMillis() < DrillTerms.GRACE.toMillis(),
          "recovered after the grace had ended");
    };
  }

  /* A provider that says "try again" for as long as its window lasts is asked after it. */
  private static void outlastGrace(Stage stage, Answers answers)
      throws IOException, InterruptedException {
    if (answers.refused("TRY_LATER").count() > 0) {
      stage.tick(DrillTerms.GRACE);
    }
    stage.settle();
  }

  /** As {@link #atExpiry}; and no second spend while the first one's connection is open. */
  static Drill slow(String fault) {
    return stage -> {
      atExpiry("unknown", fault).run(stage);
      List<LedgerEntry> spends = stage.provider().seen().spends().list();
      for (int i = 1; i < spends.size(); i++) {
        long gap = (spends.get(i).nanos() - spends.get(0).nanos()) / 1_000_000;
        stage.require(
            gap >= REQUEST.toMillis() - 100,
            "a second spend " + gap + " ms after the first, whose connection was still open");
      }
    };
  }

  /** The access token is good: it is used to its end, whatever the setting. */
  static Drill whileUsable(String replay, String fault) {
    return stage -> {
      stage.replay(replay).timing("request", REQUEST).begin();
      stage.toAdvisoryWindow();
      stage.fault("refresh#1: " + fault);
      stage.count(stage.lineUp(Ask.token().threads(2), "GOOD").go().answers(Stage.TIMEOUT));
      stage.awaitState("IN_DOUBT");
      stage.tick(Duration.ofSeconds(10));
      stage.storm(Ask.token());
      wantsMore(stage);
      stage.require(stage.spends() == 1, "spent again while the access token was usable");
      stage.toMandatoryWindow();
      Answers last = stage.storm(Ask.token());
      stage.require(last.areAllServed(), "the access token was not used to its end: " + last);
      stage.tick(Duration.ofSeconds(26));
      stage.settle();
      String first = stage.provider().seen().spends().list().get(0).presented();
      int again =
          stage
              .provider()
              .seen()
              .of(Operation.REFRESH)
              .where(e -> e.presented().equals(first))
              .count();
      stage.require(
          !replay.equals("never") || again == 1, first + " was replayed though replay is never");
    };
  }

  /* Who wants more than the good token has left is told to wait: that is no reason to spend. */
  private static void wantsMore(Stage stage) throws IOException, InterruptedException {
    Ask ask = Ask.lasting(Duration.ofMinutes(10)).once();
    RequestStorm storm = stage.crew().standAlone(ask, stage.crew().last());
    Answers answers = stage.count(storm.go().answers(Stage.TIMEOUT), Set.of("TRY_LATER"));
    stage.require(
        answers.refused("TRY_LATER").count() == answers.count(), "not told to wait: " + answers);
  }

  /**
   * The answer is lost, and its replay inside the window is turned away: the doubt stays, and after
   * the window nothing is spent while the access token is good.
   */
  static void busy(Stage stage) throws IOException, InterruptedException {
    stage.replay("window:30s").timing("request", REQUEST).begin();
    stage.toAdvisoryWindow();
    stage.fault("refresh#1: AFTER_COMMIT empty");
    stage.fault("refresh#2: BEFORE_COMMIT 429 retry-after=1");
    stage.count(stage.lineUp(Ask.token().threads(2), "GOOD").go().answers(Stage.TIMEOUT));
    stage.provider().await(entry -> entry.outcome() == Outcome.FAULT_BEFORE_COMMIT);
    stage.awaitIdle();
    stage.tick(DrillTerms.GRACE.plusSeconds(5));
    stage.require(stage.storm(Ask.token()).areAllServed(), "the good token was not served");
    stage.awaitIdle();
    stage.require(stage.spends() == 2, "the doubt was forgotten: " + stage.spends() + " spends");
    for (ChildReply status : stage.crew().statuses()) {
      stage.require(
          status.text("state").equals("IN_DOUBT"),
          status.child() + " sees " + status.text("state"));
    }
    stage.expire();
    stage.settle();
  }

  /** Accepted, never answered: the good access token is served, and no thread is left behind. */
  static void hung(Stage stage) throws IOException, InterruptedException {
    stage.timing("request", REQUEST).begin();
    stage.toAdvisoryWindow();
    stage.fault("refresh#1: BEFORE_COMMIT hang");
    stage.count(stage.lineUp(Ask.token().threads(2), "GOOD").go().answers(Stage.TIMEOUT));
    stage.awaitState("IN_DOUBT");
    stage.storm(Ask.token());
    stage.pause(Duration.ofMillis(50));
    long workers =
        stage.crew().statuses().stream().mapToLong(reply -> reply.number("workers")).sum();
    stage.require(workers == 0, workers + " threads are left behind");
    stage.toMandatoryWindow();
    Answers answers = stage.storm(Ask.token());
    stage.recovered(answers.lastServedMillis());
    stage.require(stage.grants() == 1, stage.grants() + " grants where one is due");
  }
}
