package dev.pawl.it.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.Scene;
import dev.pawl.it.kit.UserScene;
import dev.pawl.lock.KernelLock;
import dev.pawl.process.Eventually;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenManagerTest {
  @RegisterExtension final UserScene scene = UserScene.strict();
  @TempDir Path home;

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void token_expired_isRefreshedOnceForAllManagers(CacheMode cache) throws Exception {
    scene.loggedIn();
    List<TokenManager> managers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      managers.add(scene.manager(builder -> builder.cache(cache)));
    }
    scene.expire();

    List<Token> tokens = all(managers, TokenManager::token);

    scene.spends().areExactly(1);
    assertThat(tokens).allSatisfy(token -> assertThat(token.generation()).isEqualTo(2));
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
  }

  @Test
  void token_inAdvisoryWindow_isServedAndRefreshedAhead() throws Exception {
    TokenManager manager = scene.loggedIn();
    Token first = manager.token();
    scene.simulator.clock().advance(Duration.ofMinutes(59));

    Token served = manager.token();
    scene
        .simulator
        .ledger()
        .await(entry -> entry.outcome() == Outcome.GRANTED && isSpend(entry), seconds(10));

    assertThat(served.generation()).isEqualTo(first.generation());
    assertThat(eventually(manager, 2).generation()).isEqualTo(2);
    scene.spends().areExactly(1);
  }

  @Test
  void renew_lateReportOfOldGeneration_spendsNothing() {
    TokenManager manager = scene.loggedIn();
    Token first = manager.token();
    Token second = manager.renew(first);

    Token again = manager.renew(first);

    assertThat(again).isEqualTo(second);
    scene.spends().areExactly(1);
  }

  @Test
  void renew_tokenBornOfRejection_isDiagnosedAndNotForcedAgain() {
    TokenManager manager = scene.loggedIn();
    Token forced = manager.renew(manager.token());

    TokenException problem =
        catchThrowableOfType(TokenException.class, () -> manager.renew(forced));

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(problem).hasMessageContaining("clock").hasMessageContaining("organization");
    assertThat(manager.token()).isEqualTo(forced);
    scene.spends().areExactly(1);
  }

  @Test
  void renew_tokenBornOfRejectionAfterInterval_isForcedAgain() {
    TokenManager manager = scene.loggedIn();
    Token forced = manager.renew(manager.token());
    scene.simulator.clock().advance(Duration.ofSeconds(61));

    Token again = manager.renew(forced);

    assertThat(again.generation()).isEqualTo(3);
    scene.spends().areExactly(2);
  }

  @Test
  void token_answerLostStrictServer_servesToTheEndThenReplaysThenNeedsLogin() throws Exception {
    TokenManager manager = scene.loggedIn();
    scene.fault("refresh#1: AFTER_COMMIT empty");
    scene.simulator.clock().advance(Duration.ofMinutes(59));

    Token served = manager.token();
    awaitState(manager, Status.State.IN_DOUBT);
    Token still = manager.token();
    scene.simulator.clock().advance(Duration.ofMinutes(1));
    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(still.generation()).isEqualTo(served.generation());
    assertThat(problem.reason()).isEqualTo(Reason.LOG_IN);
    scene.spends().areExactly(2);
    assertThatThrownBy(manager::token).isInstanceOf(TokenException.class);
    scene.spends().areExactly(2);
  }

  @Test
  void token_answerLostReplayNever_needsLoginWithoutReplay() throws Exception {
    try (Scene scene = Scene.of(home, RotationPolicy.STRICT_FAMILY, ReplayPolicy.NEVER)) {
      TokenManager manager = scene.loggedIn();
      scene.fault("refresh#1: AFTER_COMMIT reset");
      scene.expire();

      TokenException problem = catchThrowableOfType(TokenException.class, manager::token);

      assertThat(problem.reason()).isIn(Reason.LOG_IN, Reason.TRY_LATER);
      assertThat(scene.simulator.isFamilyAlive("F1")).isTrue();
      scene.spends().areExactly(1);
    }
  }

  @Test
  void token_answerLostInsideGraceWindow_isReplayedAtOnce() throws Exception {
    try (Scene scene =
        Scene.of(home, RotationPolicy.GRACE_SAME, ReplayPolicy.window(Duration.ofSeconds(10)))) {
      TokenManager manager = scene.loggedIn();
      scene.fault("refresh#1: AFTER_COMMIT empty");
      scene.expire();

      Token token = manager.token();

      assertThat(token.generation()).isEqualTo(2);
      assertThat(scene.storesCurrentRefreshToken()).isTrue();
      scene.spends().areExactly(2);
    }
  }

  @Test
  void token_serverDownAndTokenAlive_isServed() {
    TokenManager manager = scene.loggedIn();
    scene.simulator.down();
    scene.simulator.clock().advance(Duration.ofSeconds(3580));

    Token token = manager.token();

    assertThat(token.generation()).isEqualTo(1);
    assertThat(scene.isAccepted(token)).isTrue();
  }

  @Test
  void token_serverDownPastTheEnd_saysTryLaterAndRecovers() throws Exception {
    TokenManager manager = scene.loggedIn();
    scene.expire();
    scene.simulator.down();

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);
    scene.simulator.up();
    scene.simulator.clock().advance(problem.retryAfter());
    Token token = manager.token();

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(problem.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(5));
    assertThat(token.generation()).isEqualTo(2);
    scene.spends().areExactly(1);
  }

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void token_serverSaysRetryAfter_isLeftAloneByAll(CacheMode cache) {
    scene.loggedIn();
    TokenManager one = scene.manager(builder -> builder.cache(cache));
    TokenManager two = scene.manager(builder -> builder.cache(cache));
    scene.fault("refresh#1: BEFORE_COMMIT 429 retry-after=30");
    scene.expire();

    assertThatThrownBy(one::token).isInstanceOf(TokenException.class);
    TokenException problem = catchThrowableOfType(TokenException.class, two::token);

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(problem.retryAfter()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
    scene.spends().areExactly(1);
    scene.simulator.clock().advance(Duration.ofSeconds(31));
    assertThat(two.token().generation()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void token_familyRevoked_isAskedOnceByAllAndForever(CacheMode cache) {
    scene.loggedIn();
    TokenManager one = scene.manager(builder -> builder.cache(cache));
    TokenManager two = scene.manager(builder -> builder.cache(cache));
    scene.simulator.revokeFamily("F1");
    scene.expire();

    TokenException first = catchThrowableOfType(TokenException.class, one::token);
    TokenException second = catchThrowableOfType(TokenException.class, two::token);

    assertThat(first.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(second.reason()).isEqualTo(Reason.LOG_IN);
    scene.spends().areExactly(1);
    assertThat(scene.grantFile()).exists();
  }

  @Test
  void login_byAnotherManager_isSeenByTheVeryNextCall() {
    TokenManager one = scene.loggedIn();
    TokenManager two = scene.manager();
    Token before = two.token();

    one.login(scene.freshGrant());

    assertThat(two.token().generation()).isEqualTo(before.generation() + 1);
    assertThat(scene.simulator.familyOf(two.token().value())).contains("F2");
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertThat(scene.simulator.isFamilyAlive("F2")).isTrue();
  }

  @Test
  void logout_byAnotherManager_isSeenByTheVeryNextCallAndRevokes() throws Exception {
    TokenManager one = scene.loggedIn();
    TokenManager two = scene.manager();
    String secret = two.token().value();

    one.logout();

    assertThatThrownBy(two::token).isInstanceOf(TokenException.class);
    assertThat(two.status().state()).isEqualTo(Status.State.LOGGED_OUT);
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertThat(contentOfAllFiles()).doesNotContain(secret).doesNotContain("refresh_token");
  }

  @Test
  void token_awaitingLogin_continuesWithTheNewLogin() throws Exception {
    TokenManager waiting = scene.manager();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    Future<Token> token = executor.submit(() -> waiting.token(seconds(20)));

    scene.manager().login(scene.freshGrant());

    assertThat(token.get(20, TimeUnit.SECONDS).generation()).isPositive();
    executor.shutdown();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT2S", "PT2H"})
  void token_grantFileDeleted_isALogoutForAll(Duration later) throws Exception {
    TokenManager manager = scene.loggedIn();
    manager.token();
    Files.delete(scene.grantFile());
    scene.simulator.clock().advance(later);

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(problem.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(scene.grantFile()).doesNotExist();
    scene.spends().areExactly(0);
  }

  @Test
  void token_grantFileCorrupted_goesOnWithTheLastGoodCopy() throws Exception {
    TokenManager manager = scene.loggedIn();
    Token before = manager.renew(manager.token());
    Files.writeString(scene.grantFile(), "{\"version\": 1, \"refresh_tok");
    scene.expire();

    Token after = manager.token();

    assertThat(after.generation()).isEqualTo(before.generation() + 1);
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    assertThat(filesBeside(scene)).anyMatch(name -> name.startsWith("default.json.damaged-"));
    scene.spends().areExactly(2);
  }

  @Test
  void token_oldBackupRestored_isMendedAndTheSpentTokenNeverSpentAgain() throws Exception {
    TokenManager manager = scene.loggedIn();
    String backup = scene.stored();
    manager.renew(manager.token());
    Files.writeString(scene.grantFile(), backup);
    scene.expire();

    Token after = manager.token();

    assertThat(after.generation()).isEqualTo(3);
    assertThat(scene.simulator.ledger().spentTwice()).isEmpty();
    assertThat(scene.simulator.isFamilyAlive("F1")).isTrue();
  }

  @Test
  void token_anotherToolRotated_isAdoptedAsANewGeneration() throws Exception {
    TokenManager manager = scene.loggedIn();
    Token before = manager.token();
    var other = scene.freshGrant();
    String edited =
        scene
            .stored()
            .replaceAll(
                "\"access_token\": \"[^\"]*\"",
                "\"access_token\": \"" + other.tokens().access() + "\"")
            .replaceAll(
                "\"refresh_token\": \"[^\"]*\"",
                "\"refresh_token\": \"" + other.tokens().refresh() + "\", \"theirs\": 7.50");
    Files.writeString(scene.grantFile(), edited);
    scene.simulator.clock().advance(Duration.ofSeconds(2));

    Token adopted = manager.token();
    Token renewed = manager.renew(adopted);

    assertThat(adopted.generation()).isEqualTo(before.generation() + 1);
    assertThat(adopted.value()).isEqualTo(other.tokens().access());
    assertThat(scene.simulator.familyOf(renewed.value())).contains("F2");
    assertThat(scene.stored()).contains("\"theirs\": 7.50");
  }

  @Test
  void renew_anotherToolKeptTheRejectedToken_givesAnotherOne() throws Exception {
    TokenManager manager = scene.loggedIn();
    Token rejected = manager.token();
    var other = scene.freshGrant();
    String edited =
        scene
            .stored()
            .replaceAll(
                "\"refresh_token\": \"[^\"]*\"",
                "\"refresh_token\": \"" + other.tokens().refresh() + "\"");
    Files.writeString(scene.grantFile(), edited);

    Token renewed = manager.renew(rejected);

    assertThat(renewed.value()).isNotEqualTo(rejected.value());
    assertThat(renewed.generation()).isEqualTo(rejected.generation() + 2);
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    scene.spends().areExactly(1);
  }

  @Test
  void token_allFilesDeletedAndANewLogin_neverServesTheOldOneThatHadItsGeneration()
      throws Exception {
    Token old = scene.loggedIn().token();
    TokenManager behind = scene.manager();
    assertThat(behind.token()).isEqualTo(old);
    Files.delete(scene.home.resolve("cache"));
    for (String file : List.of("default.json", "default.json.copy", "default.journal")) {
      Files.delete(scene.home.resolve("grants").resolve(file));
    }
    Token renewed = scene.loggedIn().token();
    scene.simulator.clock().advance(Duration.ofSeconds(2));

    try (KernelLock.Held busy = new StateDirectory(scene.home).lock("default").tryAcquire()) {
      assertThat(busy).isNotNull();
      assertThat(renewed.generation()).isEqualTo(old.generation());
      Thread.currentThread().interrupt();
      assertThatThrownBy(behind::token).isInstanceOf(TokenException.class);
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(behind.token()).isEqualTo(renewed);
  }

  @Test
  void token_answerWithoutRefreshToken_keepsTheOldOne() throws Exception {
    try (Scene scene = Scene.of(home, RotationPolicy.NONE, ReplayPolicy.UNKNOWN)) {
      TokenManager manager = scene.loggedIn();
      scene.fault("refresh#1: AFTER_COMMIT no-refresh-token");

      for (int i = 0; i < 4; i++) {
        scene.expire();
        manager.token();
      }

      assertThat(scene.storesCurrentRefreshToken()).isTrue();
      assertThat(manager.status().generation()).isEqualTo(5);
    }
  }

  @Test
  void token_interruptedCaller_losesNothing() throws Exception {
    TokenManager manager = scene.loggedIn();
    scene.fault("refresh#1: AFTER_COMMIT delay 500ms");
    scene.expire();
    Set<Reason> reasons = ConcurrentHashMap.newKeySet();
    Thread caller =
        new Thread(
            () -> {
              try {
                manager.token();
              } catch (TokenException e) {
                reasons.add(e.reason());
              }
            });
    caller.start();
    scene.simulator.ledger().await(TokenManagerTest::isSpend, seconds(10));

    caller.interrupt();
    caller.join();

    assertThat(reasons).containsExactly(Reason.TRY_LATER);
    assertThat(manager.token().generation()).isEqualTo(2);
    scene.spends().areExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  void token_notSavedAndItsCallerGone_isServedToTheNextAndSavedLater(CacheMode cache)
      throws Exception {
    TokenManager manager = scene.manager(builder -> builder.cache(cache));
    manager.login(scene.freshGrant());
    scene.fault("refresh#1: AFTER_COMMIT delay 500ms");
    scene.expire();
    FutureTask<Token> call = new FutureTask<>(manager::token);
    Thread caller = new Thread(call);
    caller.start();
    scene.simulator.ledger().await(TokenManagerTest::isSpend, seconds(10));
    Path next = scene.home.resolve("grants/default.json.next");
    Files.delete(next);
    Files.createDirectory(next);

    caller.interrupt();
    awaitState(manager, Status.State.UNSAVED);
    Token unsaved = manager.token();
    Files.delete(next);
    awaitState(manager, Status.State.GOOD);

    assertThat(unsaved.generation()).isEqualTo(2);
    assertThat(manager.token()).isEqualTo(unsaved);
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    assertThat(catchThrowable(call::get)).hasCauseInstanceOf(TokenException.class);
    scene.spends().areExactly(1);
  }

  @Test
  void close_inTheMiddleOfASpend_isFinishedAndSaved() throws Exception {
    TokenManager manager = scene.loggedIn();
    scene.fault("refresh#1: AFTER_COMMIT delay 300ms");
    scene.expire();
    Thread caller = new Thread(manager::token);
    caller.start();
    scene.simulator.ledger().await(TokenManagerTest::isSpend, seconds(10));

    manager.close();
    caller.join();

    assertThat(scene.manager().token().generation()).isEqualTo(2);
    scene.spends().areExactly(1);
  }

  @Test
  void token_clientRefused_needsConfigurationAndAsksNoMore() {
    TokenManager manager = scene.loggedIn();
    scene.fault("refresh: BEFORE_COMMIT error=invalid_client");
    scene.expire();

    TokenException first = catchThrowableOfType(TokenException.class, manager::token);
    TokenException second = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(first.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    assertThat(second.reason()).isEqualTo(Reason.FIX_CONFIGURATION);
    scene.spends().areExactly(1);
  }

  @Test
  void token_cacheDeleted_losesNothing() throws Exception {
    TokenManager one = scene.loggedIn();
    TokenManager two = scene.manager();
    Token before = two.token();
    Files.delete(scene.home.resolve("cache"));
    scene.simulator.clock().advance(Duration.ofSeconds(2));

    Token renewed = one.renew(one.token());

    assertThat(renewed.generation()).isEqualTo(before.generation() + 1);
    scene.simulator.clock().advance(Duration.ofSeconds(2));
    assertThat(two.renew(before)).isEqualTo(renewed);
    scene.spends().areExactly(1);
  }

  @Test
  void token_waitsThatNeverEnd_areNoOverflow() {
    Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
    TokenManager manager =
        scene.manager(
            builder -> builder.requestTimeout(ever).waitTimeout(ever).rejectionInterval(ever));
    manager.login(scene.freshGrant());
    Token first = manager.token(ever);
    scene.expire();

    Token second = manager.token(Duration.ofMillis(Long.MAX_VALUE));
    Token third = manager.tokenValidFor(ever);
    Token fourth = manager.tokenValidFor(ever.negated());

    assertThat(first.generation()).isEqualTo(1);
    assertThat(second.generation()).isEqualTo(2);
    assertThat(third).isEqualTo(second);
    assertThat(fourth).isEqualTo(second);
    assertThatThrownBy(() -> manager.renew(manager.renew(second)))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("rejects");
  }

  @Test
  void token_waitTooShortForAnything_saysThatItEnded() {
    scene.loggedIn();
    scene.expire();
    TokenManager hasty = scene.manager(builder -> builder.waitTimeout(Duration.ofNanos(1)));

    TokenException problem = catchThrowableOfType(TokenException.class, hasty::token);

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(problem).hasMessageContaining("wait has ended").hasMessageNotContaining("nobody");
  }

  private static boolean isSpend(dev.pawl.simulator.core.ledger.LedgerEntry entry) {
    return entry.isOf(Operation.REFRESH);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Token eventually(TokenManager manager, long generation) throws Exception {
    return Eventually.see(manager::token, token -> token.generation() >= generation);
  }

  private static void awaitState(TokenManager manager, Status.State state) throws Exception {
    Status unused = Eventually.see(manager::status, status -> status.state() == state);
  }

  private interface Call {
    Token on(TokenManager manager);
  }

  private static List<Token> all(List<TokenManager> managers, Call call)
      throws InterruptedException, ExecutionException {
    ExecutorService executor = Executors.newFixedThreadPool(managers.size());
    try {
      List<Callable<Token>> calls = new ArrayList<>();
      managers.forEach(manager -> calls.add(() -> call.on(manager)));
      List<Token> tokens = new ArrayList<>();
      for (Future<Token> future : executor.invokeAll(calls)) {
        tokens.add(future.get());
      }
      return tokens;
    } finally {
      executor.shutdown();
    }
  }

  private static List<String> filesBeside(Scene scene) throws IOException {
    try (var files = Files.list(scene.grantFile().getParent())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private String contentOfAllFiles() throws IOException {
    StringBuilder content = new StringBuilder();
    try (var files = Files.walk(scene.home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return content.toString();
  }
}
