package dev.pawl.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarathonTest {
  /* With 0.9 kB a grant, a million of them would take 900 MB. */
  @Test
  void refresh_aMillionTimesInASmallHeap_stillKnowsTheFirstToken() throws Exception {
    String said = run(Marathon.class, 1_000_000);

    assertThat(said)
        .contains("1000002 entries, last good: true, first again: 400")
        .contains("spent twice: [F1.rt0], alive: false");
  }

  /* Each such token has a family of its own, of a kilobyte and more. */
  @Test
  void clientCredentials_manyTimesInASmallHeap_forgetsOldTokensAndNoLogin() throws Exception {
    String said = run(Crowd.class, 120_000);

    assertThat(said).contains("120001 entries, 20001 families, first: 401, last: 200, login: 200");
  }

  @Test
  void login_manyTimesInASmallHeap_forgetsTheOldestAlone() throws Exception {
    String said = run(Logins.class, 60_000);

    assertThat(said).contains("20000 families, first: 400, last: 200");
  }

  private static String run(Class<?> program, int times) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                Integer.toString(times))
            .redirectErrorStream(true)
            .start();

    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void refreshToken_spentLongAgo_isStillReuse() {
    Stage stage = new Stage(RotationPolicy.STRICT_REJECT);
    String first = stage.server.newFamily("alice").refreshToken();
    String present = first;
    for (int i = 0; i < 200; i++) {
      present = Stage.member(stage.spend(present), "refresh_token");
    }

    int status = stage.spend(first).status();

    assertThat(status).isEqualTo(400);
    assertThat(stage.world.ledger().spentTwice()).containsExactly("F1.rt0");
    assertThat(stage.server.isCurrentRefreshToken(present)).isTrue();
    assertThat(stage.server.secrets())
        .containsEntry("F1.rt0", first)
        .containsEntry("F1.rt200", present)
        .hasSize(402);
  }

  @Test
  void refreshToken_changedByOneCharacter_isUnknown() {
    Stage stage = new Stage(RotationPolicy.STRICT_FAMILY);
    IssuedGrant login = stage.server.newFamily("alice");
    StringBuilder changed = new StringBuilder(login.refreshToken());
    changed.setCharAt(10, changed.charAt(10) == 'A' ? 'B' : 'A');

    Map<String, Object> refusal = stage.spend(changed.toString()).members();

    assertThat(refusal).containsEntry("error", "invalid_grant");
    assertThat(stage.server.labelOf(changed.toString())).isEmpty();
    assertThat(stage.server.isFamilyAlive("F1")).isTrue();
  }
}
