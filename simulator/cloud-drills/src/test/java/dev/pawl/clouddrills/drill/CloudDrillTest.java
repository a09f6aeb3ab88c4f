package dev.pawl.clouddrills.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.clouddrills.crew.BearerProgram;
import dev.pawl.simulator.cloud.google.GoogleOperations;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a drill holds against programs that it must not let pass. */
final class CloudDrillTest {

  @Test
  void run_callsAreRefusedWhereNoneMay_failsAndSaysWhatWasLost() throws IOException {
    CloudVerdict verdict =
        drill(
                stage -> {
                  stage.user().environment().put("CLAUDE_CODE_USE_VERTEX", "1");
                  stage
                      .user()
                      .environment()
                      .put("GOOGLE_APPLICATION_CREDENTIALS", stage.user().home() + "/none");
                  stage.start(
                      BearerProgram.class, "google", stage.simulator().google().vertex() + "/m");
                  stage.callAll("at first");
                  stage.requireAsked(GoogleOperations.REFRESH, 1, "in all");
                })
            .run(1, 7);

    assertThat(verdict.isPass()).isFalse();
    assertThat(verdict.calls()).isEqualTo(new CloudVerdict.Calls(1, 1));
    assertThat(verdict.violations())
        .satisfiesExactly(
            text -> assertThat(text).contains("1 calls lost at first", "FIX_CONFIGURATION"),
            text -> assertThat(text).contains("google.refresh was asked for 0 times in all"));
    assertThat(verdict.line()).contains("FAIL");
  }

  @Test
  void run_programDoesNotStart_failsAndSaysWhy() throws IOException {
    CloudVerdict verdict = drill(stage -> stage.start(CloudDrillTest.class)).run(1, 7);

    assertThat(verdict.violations())
        .singleElement()
        .asString()
        .contains("the drill broke off", "main");
  }

  private static CloudDrill drill(CloudDrill.Course course) {
    return new CloudDrill(99, "of-a-test", "a course that a test wants to fail", false, course);
  }
}
