package dev.pawl.drills.script;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.RequestStorm;
import dev.pawl.drills.stage.Stage;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** The application gives up in the middle of a spend; the spend does not. */
final class Interruptions {
  private Interruptions() {}

  private static RequestStorm withSpendInFlight(Stage stage)
      throws IOException, InterruptedException {
    stage.begin();
    stage.expire();
    stage.fault("refresh#1: AFTER_COMMIT delay 900ms");
    RequestStorm storm = stage.lineUp(Ask.token().once().threads(2), "EXPIRED").go();
    stage.provider().await(entry -> entry.isOf(Operation.REFRESH));
    return storm;
  }

  private static void finished(Stage stage) throws IOException, InterruptedException {
    Answers answers = stage.storm(Ask.call());
    stage.recovered(answers.lastServedMillis());
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
    stage.require(stage.grants() == 1, "the one spend was not granted");
    for (ChildReply status : stage.crew().statuses()) {
      stage.require(
          status.text("state").equals("GOOD"), status.child() + " sees " + status.text("state"));
    }
  }

  /** Every thread that waits for a token is interrupted, or its future cancelled. */
  static Drill ofThreads(String verb) {
    return stage -> {
      RequestStorm storm = withSpendInFlight(stage);
      storm.steer(verb, child -> true);
      Answers answers = stage.count(storm.answers(Stage.TIMEOUT), Set.of("TRY_LATER"));
      stage.require(
          answers.refused("TRY_LATER").count() == answers.count(),
          "not every caller was interrupted: " + answers);
      finished(stage);
    };
  }

  /** The manager that spends is closed. */
  static void close(Stage stage) throws IOException, InterruptedException {
    RequestStorm storm = withSpendInFlight(stage);
    Child holder = stage.awaitHolder(0);
    stage.require(stage.files().generation() == 1, "the spend had ended before: no drill");
    stage.require(
        holder.ask("close", Map.of(), Stage.TIMEOUT).isOk(), "the manager could not be closed");
    stage.count(storm.answers(Stage.TIMEOUT), Set.of("IllegalStateException"));
    stage.open(holder);
    finished(stage);
  }

  /** The process that spends gets Ctrl-C. */
  static void sigint(Stage stage) throws IOException, InterruptedException {
    RequestStorm storm = withSpendInFlight(stage);
    Child holder = stage.awaitHolder(0);
    storm.excuse(holder);
    holder.interrupt();
    stage.count(storm.answers(Stage.TIMEOUT));
    holder.awaitEnd();
    finished(stage);
    stage.require(stage.files().generation() == 2, "the answer was not saved");
  }
}
