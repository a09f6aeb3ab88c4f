package dev.pawl.simulator.drill.script;

import dev.pawl.simulator.core.ledger.Kind;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.drill.stage.Answers;
import dev.pawl.simulator.drill.stage.Ask;
import dev.pawl.simulator.drill.stage.Stage;
import dev.pawl.simulator.drill.stage.Storm;
import dev.pawl.simulator.drill.stage.Terms;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The provider has spent the refresh token, and its answer does not arrive whole. */
final class LostAnswers {
  private static final Duration REQUEST = Duration.ofMillis(1_500);

  private LostAnswers() {}

  /** The access token has ended, so the spend is repeated as the setting permits. */
  static Drill atExpiry(String replay, String fault) {
    return stage -> {
      stage.replay(replay).timing("request", REQUEST).begin();
      stage.expire();
      stage.provider().fault("spend#1: " + fault);
      Storm storm = stage.lineUp(Ask.token().threads(2).within(Duration.ofSeconds(6)), "EXPIRED");
      try (FileWatch watch = new FileWatch(stage.files())) {
        Answers answers = stage.count(storm.go().answers(Stage.PATIENCE));
        watch.judge(stage);
        stage.recovered(answers.lastServedMillis());
        outlastGrace(stage, answers);
      }
      stage.require(stage.grants() <= 2, stage.grants() + " grants where two are the most");
      stage.require(
          stage.score().recoveryMillis() < Terms.GRACE.toMillis(),
          "recovered after the grace had ended");
    };
  }

  /* A provider that says "try again" for as long as its window lasts is asked after it. */
  private static void outlastGrace(Stage stage, Answers answers)
      throws IOException, InterruptedException {
    if (answers.refused("TRY_LATER").count() > 0) {
      stage.tick(Terms.GRACE);
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
  static Drill whileUsable(String replay) {
    return stage -> {
      stage.replay(replay).timing("request", REQUEST).begin();
      stage.toAdvisoryWindow();
      stage.provider().fault("spend#1: AFTER_COMMIT empty");
      stage.count(stage.lineUp(Ask.token().threads(2), "GOOD").go().answers(Stage.PATIENCE));
      stage.awaitState("IN_DOUBT");
      stage.tick(Duration.ofSeconds(10));
      stage.storm(Ask.token());
      stage.require(stage.spends() == 1, "spent again while the access token was usable");
      stage.toMandatoryWindow();
      Answers last = stage.storm(Ask.token());
      stage.require(last.areAllServed(), "the access token was not used to its end: " + last);
      stage.tick(Duration.ofSeconds(26));
      stage.settle();
      String first = stage.provider().seen().spends().list().get(0).token();
      int again =
          stage.provider().seen().of(Kind.SPEND).where(e -> e.token().equals(first)).count();
      stage.require(
          !replay.equals("never") || again == 1, first + " was replayed though replay is never");
    };
  }

  /** Accepted, never answered: the good access token is served, and no thread is left behind. */
  static void hung(Stage stage) throws IOException, InterruptedException {
    stage.timing("request", REQUEST).begin();
    stage.toAdvisoryWindow();
    stage.provider().fault("spend#1: BEFORE_COMMIT hang");
    stage.count(stage.lineUp(Ask.token().threads(2), "GOOD").go().answers(Stage.PATIENCE));
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
    stage.settle();
  }
}
