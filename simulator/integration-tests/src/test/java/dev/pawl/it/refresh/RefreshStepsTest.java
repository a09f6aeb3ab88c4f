package dev.pawl.it.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.Scene;
import dev.pawl.it.kit.UserScene;
import dev.pawl.process.Eventually;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.Journal;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each step of a refresh is there for: without it, somebody is served or sent wrongly. */
class RefreshStepsTest {
  private static final int LOOKS = 8;

  @RegisterExtension final UserScene scene = UserScene.strict();
  @TempDir Path home;
  @TempDir Path records;

  /** A clock at one of whose looks something happens, on the thread that looks. */
  private static final class Prompter implements InstantSource {
    private final InstantSource clock;
    private final Thread caller = Thread.currentThread();
    private int looks;
    private Runnable act = () -> {};

    Prompter(InstantSource clock) {
      this.clock = clock;
    }

    void atLook(int number, Runnable something) {
      looks = number;
      act = something;
    }

    @Override
    public Instant instant() {
      if (Thread.currentThread() == caller && --looks == 0) {
        act.run();
      }
      return clock.instant();
    }
  }

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void renew_replacedByAnotherBeforeTheLockIsTaken_spendsNothing(CacheMode cache) {
    Prompter clock = new Prompter(scene.simulator.clock());
    TokenManager manager = scene.manager(builder -> builder.clock(clock).cache(cache));
    TokenManager another = scene.loggedIn();

    for (int look = 1; look <= LOOKS; look++) {
      scene.simulator.clock().advance(Duration.ofSeconds(61));
      Token rejected = manager.token();
      clock.atLook(look, () -> another.renew(rejected));

      Token renewed = manager.renew(rejected);

      assertThat(renewed.generation()).as("look %d", look).isEqualTo(look + 1);
      scene.spends().areExactly(look);
    }
  }

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void token_refusedAfterAnotherToolLoggedIn_adoptsThatLogin(CacheMode cache) throws Exception {
    TokenManager manager = scene.manager(builder -> builder.cache(cache));
    manager.login(scene.freshGrant());
    scene.fault("refresh#1: BEFORE_COMMIT hang");
    scene.expire();
    FutureTask<Token> call = new FutureTask<>(manager::token);
    new Thread(call).start();
    assertThat(scene.simulator.faults().awaitHeld(1, Duration.ofSeconds(10))).isTrue();

    Grant other = scene.freshGrant();
    putForeign(scene, other.tokens());
    scene.simulator.revokeFamily("F1");
    int unused = scene.simulator.faults().release();
    Token adopted = call.get(20, TimeUnit.SECONDS);

    assertThat(adopted.value()).isEqualTo(other.tokens().access());
    assertThat(manager.status().state()).isEqualTo(Status.State.GOOD);
    assertThat(scene.simulator.familyOf(manager.renew(adopted).value())).contains("F2");
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    assertThat(scene.simulator.ledger().spends("F1").list()).hasSize(1);
  }

  private static void putForeign(Scene scene, TokenSet theirs) throws IOException {
    String edited =
        scene
            .stored()
            .replaceAll("\"access_token\": \"[^\"]*\"", member("access_token", theirs.access()))
            .replaceAll("\"refresh_token\": \"[^\"]*\"", member("refresh_token", theirs.refresh()))
            .replaceAll("\"expires_at\": [0-9]+", "\"expires_at\": " + theirs.expiresAt());
    Files.writeString(scene.grantFile(), edited);
  }

  private static String member(String name, @Nullable String value) {
    return "\"" + name + "\": \"" + value + "\"";
  }

  @Test
  void token_notYetSaved_isToldToNobodyAsSaved() throws Exception {
    try (Recording recording = new Recording()) {
      recording.enable("dev.pawl.Verdict");
      TokenManager manager = scene.loggedIn();
      scene.fault("refresh#1: BEFORE_COMMIT hang");
      scene.expire();
      recording.start();
      FutureTask<Token> call = new FutureTask<>(manager::token);
      new Thread(call).start();
      assertThat(scene.simulator.faults().awaitHeld(1, Duration.ofSeconds(10))).isTrue();
      Path next = scene.home.resolve("grants/default.json.next");
      Files.delete(next);
      Files.createDirectory(next);

      int unused = scene.simulator.faults().release();
      Token unsaved = call.get(20, TimeUnit.SECONDS);
      List<String> before = verdicts(recording, unsaved.generation());
      Files.delete(next);
      await(manager, Status.State.GOOD);

      assertThat(before).isNotEmpty().containsOnly("UNSAVED");
      assertThat(verdicts(recording, unsaved.generation())).endsWith("GOOD");
      assertThat(scene.storesCurrentRefreshToken()).isTrue();
      scene.spends().areExactly(1);
    }
  }

  /* What every process was told of that generation, in order. */
  private List<String> verdicts(Recording recording, long generation) throws IOException {
    Path file = Files.createTempFile(records, "verdicts", ".jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("dev.pawl.Verdict"))
        .filter(event -> event.getLong("generation") == generation)
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .map(event -> event.getString("verdict"))
        .toList();
  }

  @Test
  void token_spenderDiedWhileTheTokenIsGood_isReplayedOnlyAtItsEnd() throws Exception {
    TokenManager manager = scene.loggedIn();
    announceSpend(scene);
    scene.simulator.clock().advance(Duration.ofMinutes(59));

    Token served = manager.token();
    await(manager, Status.State.IN_DOUBT);
    Token still = manager.token();
    int spends = scene.spends().count();
    scene.simulator.clock().advance(Duration.ofMinutes(1));
    Token replayed = manager.token();

    assertThat(spends).isZero();
    assertThat(still).isEqualTo(served);
    assertThat(replayed.generation()).isEqualTo(2);
    scene.spends().areExactly(1);
  }

  @Test
  void token_spenderDiedReplayNever_isNeverPresentedAgain() throws Exception {
    try (Scene scene = Scene.of(home, RotationPolicy.STRICT_FAMILY, ReplayPolicy.NEVER)) {
      TokenManager manager = scene.loggedIn();
      announceSpend(scene);
      scene.expire();

      TokenException problem = catchThrowableOfType(TokenException.class, manager::token);

      assertThat(problem.reason()).isEqualTo(Reason.LOG_IN);
      scene.spends().areNone();
    }
  }

  /* What a process leaves that died between its intent and the answer. */
  private static void announceSpend(Scene scene) throws IOException {
    StateDirectory directory = new StateDirectory(scene.home);
    Grant present = Objects.requireNonNull(directory.store("default").readGrant());
    Journal journal = directory.journal("default");
    journal.force(journal.read().spending(present, scene.simulator.clock().millis()));
  }

  @Test
  void tokenValidFor_answerLostWhileUsable_presentsNothingAgainUntilTheEnd() throws Exception {
    TokenManager manager = scene.loggedIn();
    scene.fault("refresh#1: BEFORE_COMMIT empty");
    scene.simulator.clock().advance(Duration.ofMinutes(30));

    for (int i = 0; i < 3; i++) {
      TokenException problem =
          catchThrowableOfType(
              TokenException.class, () -> manager.tokenValidFor(Duration.ofMinutes(40)));
      assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
      scene.simulator.clock().advance(Duration.ofMinutes(3));
      assertThat(manager.token().generation()).isEqualTo(1);
    }
    int spends = scene.spends().count();
    scene.expire();
    Token replayed = manager.token();

    assertThat(spends).isEqualTo(1);
    assertThat(replayed.generation()).isEqualTo(2);
    scene.spends().areExactly(2);
  }

  private static void await(TokenManager manager, Status.State state) throws Exception {
    Status unused = Eventually.see(manager::status, status -> status.state() == state);
  }
}
