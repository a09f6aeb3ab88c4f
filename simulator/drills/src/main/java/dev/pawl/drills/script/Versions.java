package dev.pawl.drills.script;

import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** Other versions of Pawl use the same files. */
final class Versions {
  private static final String LATER = "written_by_a_later_version";
  private static final int ROUNDS = 2;

  private Versions() {}

  /** Another version has written a member that this one does not know: it stays there. */
  static void mixed(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    stage.files().edit(Map.of(LATER, "kept"));
    for (int round = 1; round <= ROUNDS; round++) {
      stage.expire();
      stage.recovered(stage.storm(Ask.call()).lastServedMillis());
      stage.require(
          stage.files().read().orElseThrow().path(LATER).asText().equals("kept"),
          "round " + round + ": what another version had written is gone");
      stage.require(stage.spends() == round, stage.spends() + " spends, not " + round);
    }
  }

  /** A later version has taken the state directory over: refused, and left as it is. */
  static void newerFormat(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    stage.expire();
    Path format = stage.files().root().resolve("format.json");
    byte[] ours = Files.readAllBytes(format);
    byte[] login = Files.readAllBytes(stage.files().grant());
    String newer =
        Files.readString(format).replaceAll("\"(format|reader)\" *: *1\\b", "\"$1\" : 2");
    Files.writeString(format, newer);
    Answers answers =
        stage.count(
            stage.crew().stand(Ask.token().once()).go().answers(Stage.TIMEOUT),
            Set.of("FIX_CONFIGURATION"));
    stage.require(
        answers.refused("FIX_CONFIGURATION").count() == answers.count(),
        "not all were told to upgrade: " + answers);
    stage.require(stage.spends() == 0, "spent in a directory of a later version");
    stage.require(
        Files.readString(format).equals(newer)
            && Arrays.equals(Files.readAllBytes(stage.files().grant()), login),
        "files of a later version were rewritten");
    Files.write(format, ours);
    stage.recovered(stage.storm(Ask.call()).lastServedMillis());
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
  }
}
