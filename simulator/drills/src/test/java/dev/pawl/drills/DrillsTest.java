package dev.pawl.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.drills.report.DrillVerdict;
import dev.pawl.drills.script.Catalogue;
import dev.pawl.drills.script.DrillDefinition;
import dev.pawl.drills.stage.Pace;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every drill of the catalogue with a few processes, all on one fleet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrillsTest {
  private static final int PROCESSES = 4;
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private final Map<Path, String> planted = new LinkedHashMap<>();
  private DrillRun run;

  @BeforeAll
  void start(@TempDir Path home) throws IOException {
    run = new DrillRun(home, new Pace(false, 5, Pace.PROCESSING, Pace.THREADS));
    plant(home, ".claude/.credentials.json", "{\"claudeAiOauth\":{\"refreshToken\":\"fake-1\"}}");
    plant(home, ".claude.json", "{\"oauthAccount\":{\"emailAddress\":\"a@example.com\"}}");
    plant(home, ".aws/credentials", "[default]\naws_secret_access_key = fake-2\n");
    plant(home, ".aws/sso/cache/0a1b.json", "{\"refreshToken\":\"fake-3\"}");
    plant(home, ".config/gcloud/application_default_credentials.json", "{\"a\":\"fake-4\"}");
  }

  private void plant(Path home, String name, String content) throws IOException {
    Path file = home.resolve("home").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    planted.put(file, content);
  }

  @AfterAll
  void stop() {
    run.close();
  }

  static Stream<DrillDefinition> drills() {
    return Catalogue.drills().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("drills")
  void drill_ofCatalogue_passes(DrillDefinition drill) throws Exception {
    Exercise exercise = exercise(drill, drill.policy(), "mapped");

    DrillVerdict verdict = run.run(exercise);

    assertThat(verdict.violations()).as(verdict.repeat()).isEmpty();
    assertThat(verdict.figures().lost()).isZero();
    assertThat(verdict.figures().spends() > 0 || isOfAProgram(verdict)).isTrue();
    assertThat(verdict.notRun()).isEmpty();
  }

  /* A program has no refresh token to spend. */
  private static boolean isOfAProgram(DrillVerdict verdict) {
    return verdict.seen().stream().anyMatch(entry -> entry.isOf(Operation.CLIENT_CREDENTIALS));
  }

  private static Exercise exercise(DrillDefinition drill, RotationPolicy policy, String cache) {
    return new Exercise(drill, policy, cache, Math.min(PROCESSES, drill.most()), 42, null);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void expiryHerd_withoutCache_spendsOnce(RotationPolicy policy) throws Exception {
    Exercise exercise = exercise(Catalogue.drills().get(0), policy, "none");

    DrillVerdict verdict = run.run(exercise);

    assertThat(verdict.violations()).as(verdict.repeat()).isEmpty();
    assertThat(verdict.figures().spends()).isOne();
    assertThat(verdict.figures().barrier()).isEqualTo("4 at the line, generation [1] [EXPIRED]");
  }

  static List<RotationPolicy> policies() {
    return List.of(RotationPolicy.values());
  }

  @Test
  void expiryHerd_withClientsThatIgnoreTheLock_fails() throws Exception {
    Exercise exercise = exercise(Catalogue.brokenClients(), RotationPolicy.STRICT_FAMILY, "mapped");

    DrillVerdict verdict = run.run(exercise);

    assertThat(verdict.isPass()).isFalse();
    assertThat(verdict.violations())
        .anyMatch(text -> text.startsWith("I1:"))
        .anyMatch(text -> text.startsWith("I2:"))
        .anyMatch(text -> text.startsWith("I6:"));
    assertThat(verdict.figures().revocations()).isOne();
    assertThat(Path.of(verdict.ledger())).isNotEmptyFile();
    assertThat(Files.readString(Path.of(verdict.ledger()))).doesNotContain("sim-");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void random_ofSeed_keepsInvariants(long seed) throws Exception {
    Exercise exercise =
        new Programme(4, seed, null, null, false, null).of(List.of("random"), 1).get(0);

    DrillVerdict verdict = run.run(exercise);

    assertThat(verdict.violations()).as(verdict.repeat()).isEmpty();
  }

  static List<Long> seeds() {
    return List.of(1L, 2L, 3L, 4L);
  }

  @Test
  void plantedLogins_afterADrill_areUntouched() throws Exception {
    run.run(exercise(Catalogue.drills().get(0), RotationPolicy.STRICT_FAMILY, "mapped"));

    for (Map.Entry<Path, String> file : planted.entrySet()) {
      assertThat(file.getKey()).hasContent(file.getValue());
      assertThat(Files.getLastModifiedTime(file.getKey()).toInstant()).isEqualTo(LONG_AGO);
    }
  }
}
