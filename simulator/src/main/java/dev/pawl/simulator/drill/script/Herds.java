package dev.pawl.simulator.drill.script;

import dev.pawl.simulator.drill.stage.Answers;
import dev.pawl.simulator.drill.stage.Ask;
import dev.pawl.simulator.drill.stage.Stage;
import dev.pawl.simulator.drill.stage.Storm;
import dev.pawl.simulator.drill.stage.Terms;
import java.io.IOException;

/** Many processes want the same thing at the same moment. */
final class Herds {
  private Herds() {}

  /** The access token ends for all of them. */
  static void expiry(Stage stage) throws IOException, InterruptedException {
    expiry(stage, Ask.token().threads(4));
  }

  static void expiry(Stage stage, Ask ask) throws IOException, InterruptedException {
    stage.begin();
    stage.expire();
    Storm storm = stage.lineUp(ask, "EXPIRED");
    Answers answers = stage.count(storm.go().answers(Stage.PATIENCE));

    stage.recovered(answers.lastServedMillis());
    int grants = stage.provider().seen().grants().count();
    stage.require(grants == 1, grants + " grants where one is due");
    stage.require(answers.generations().size() == 1, "not one generation: " + answers);
    long limit = Terms.PROCESSING.toMillis() + 250;
    stage.require(
        !stage.terms().isTimed() || answers.p99Millis() < limit,
        "p99 is " + answers.p99Millis() + " ms, not under " + limit);
  }
}
