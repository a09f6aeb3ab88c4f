package dev.pawl.clouddrills.drill;

import dev.pawl.clouddrills.crew.BearerProgram;
import dev.pawl.simulator.cloud.google.GoogleOperations;
import dev.pawl.simulator.core.IssuedGrant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Vertex AI, with the login of a person. */
final class GoogleDrills {
  private static final String FILE = ".config/gcloud/application_default_credentials.json";
  private static final String RAPT =
      "google.refresh#1: BEFORE_COMMIT error=invalid_rapt dialect=google";

  private GoogleDrills() {}

  static List<CloudDrill> all() {
    return List.of(
        new CloudDrill(
            37,
            "google-invalid-rapt",
            "the organization wants the person: presented once, all are told to log in",
            false,
            GoogleDrills::invalidRapt),
        new CloudDrill(
            37,
            "google-session-ends",
            "the same with a command that logs in: one person is asked once, all are served",
            false,
            GoogleDrills::sessionEnds));
  }

  private static void begin(CloudStage stage) throws IOException {
    IssuedGrant login = stage.simulator().google().newLogin("alice");
    stage.user().environment().put("CLAUDE_CODE_USE_VERTEX", "1");
    stage.simulator().google().writeHome(stage.user().home(), login);
    stage.start(
        BearerProgram.class,
        "google",
        stage.simulator().google().vertex()
            + "/projects/p/locations/us-east5/publishers/anthropic/models/model:rawPredict");
  }

  private static void invalidRapt(CloudStage stage) throws IOException {
    begin(stage);
    stage.simulator().faults().add(RAPT);
    stage.refuseAll("at first", "LOG_IN", "gcloud auth application-default login");
    stage.refuseAll("again", "LOG_IN");
    stage.requireAsked(GoogleOperations.REFRESH, 1, "in all");
  }

  private static void sessionEnds(CloudStage stage) throws IOException {
    stage
        .simulator()
        .google()
        .writeHome(
            stage.user().home().resolve("again"),
            stage.simulator().google().newLogin("alice again"));
    Path login =
        stage
            .user()
            .script("login", "echo >> $HOME/prompts\ncp $HOME/again/" + FILE + " $HOME/" + FILE);
    stage.user().settings("{\"gcpAuthRefresh\": \"" + login + "\"}");
    begin(stage);
    stage.simulator().faults().add(RAPT);
    stage.callAll("in the burst");
    stage.requirePrompts(1);
    stage.requireAsked(GoogleOperations.REFRESH, 2, "in all");
  }
}
