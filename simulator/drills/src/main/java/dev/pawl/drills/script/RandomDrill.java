package dev.pawl.drills.script;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.DrillTerms;
import dev.pawl.drills.stage.Locks;
import dev.pawl.drills.stage.RequestStorm;
import dev.pawl.drills.stage.Stage;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Some rounds of faults, kills, logouts and jumps of time, all drawn from the seed. */
final class RandomDrill {
  private static final List<String> FAULTS =
      List.of(
          "AFTER_COMMIT empty",
          "AFTER_COMMIT reset",
          "AFTER_COMMIT truncated",
          "AFTER_COMMIT 200 html",
          "AFTER_COMMIT 200 {}",
          "AFTER_COMMIT expires_in=missing",
          "AFTER_COMMIT delay 150ms",
          "BEFORE_COMMIT empty",
          "BEFORE_COMMIT 429 retry-after=1",
          "BEFORE_COMMIT 503 retry-after=1",
          "BEFORE_COMMIT 500",
          "BEFORE_COMMIT 500 error=server_error",
          "AFTER_COMMIT 500",
          "AFTER_COMMIT 500 error=server_error",
          "AFTER_COMMIT 502",
          "AFTER_COMMIT 503 retry-after=1",
          "AFTER_COMMIT 429 retry-after=1",
          "BEFORE_COMMIT 403 html");
  private static final int MOST_LOOKS = 500;
  private static final Set<String> HONEST = Set.of("LOG_IN", "TRY_LATER");

  private final Stage stage;
  private final SplittableRandom random;

  private RandomDrill(Stage stage) {
    this.stage = stage;
    this.random = new SplittableRandom(stage.terms().seed());
  }

  static void run(Stage stage) throws IOException, InterruptedException {
    new RandomDrill(stage).rounds();
  }

  private void rounds() throws IOException, InterruptedException {
    String replay = List.of("unknown", "never", "window:30s").get(random.nextInt(3));
    stage.replay(replay).timing("request", Duration.ofSeconds(1));
    stage.timing("rejection", Duration.ofMillis(1)).begin();
    int count = random.nextInt(3, 6);
    stage.score().incidents(count + 1);
    for (int rounds = count; rounds > 0; rounds--) {
      jump();
      round();
      loginIfNeeded();
    }
    stage.clearFaults();
    stage.tick(DrillTerms.TTL.plusSeconds(60));
    stage.storm(Ask.token().within(Duration.ofSeconds(6)), HONEST);
    loginIfNeeded();
  }

  private void jump() throws IOException, InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> stage.toAdvisoryWindow();
      case 1 -> stage.tick(Duration.ofSeconds(random.nextInt(1, 400)));
      default -> stage.expire();
    }
  }

  private void round() throws IOException, InterruptedException {
    if (random.nextInt(3) > 0) {
      int first = random.nextInt(1, 3);
      String fault = FAULTS.get(random.nextInt(FAULTS.size()));
      stage.possibleFault("refresh#" + first + ": " + fault);
    }
    if (random.nextInt(5) == 0) {
      revokeAccess();
    }
    Ask ask = random.nextBoolean() ? Ask.call() : Ask.token().threads(2);
    RequestStorm storm = stage.crew().stand(ask.within(Duration.ofSeconds(3))).go();
    switch (random.nextInt(6)) {
      case 0 -> kill(storm);
      case 1 -> storm.steer("interrupt", child -> random.nextBoolean());
      case 2 -> stage.crew().ask(child -> child == stage.crew().last(), "logout", Map.of());
      default -> stage.pause(Duration.ZERO);
    }
    Answers answers = storm.answers(Stage.TIMEOUT);
    stage.count(answers, HONEST);
  }

  /* Not while a refresh is under way: its token would be revoked before anybody has it, and who calls
   * the API would be refused twice in a row, as no client can help. */
  private void revokeAccess() throws IOException, InterruptedException {
    for (int look = 0; look < MOST_LOOKS && isAnybodyRefreshing(); look++) {
      stage.pause(Duration.ofMillis(10));
    }
    stage.provider().simulator().revokeAccessTokens(stage.provider().current());
  }

  private boolean isAnybodyRefreshing() throws IOException {
    return Locks.areVisible() && !Locks.holders(stage.files().lock()).isEmpty();
  }

  /* Whoever holds the lock at a random moment. Whatever it had sent is unanswered then. */
  private void kill(RequestStorm storm) throws IOException, InterruptedException {
    stage.pause(Duration.ofMillis(random.nextInt(1, 160)));
    if (stage.crew().size() < 3) {
      return;
    }
    Child victim =
        Locks.holders(stage.files().lock()).stream()
            .flatMap(pid -> stage.crew().byPid(pid).stream())
            .findFirst()
            .orElse(stage.crew().last());
    storm.excuse(victim);
    victim.kill();
    List<LedgerEntry> spends = stage.provider().seen().of(Operation.REFRESH).list();
    if (!spends.isEmpty()) {
      stage.provider().killed(spends.get(spends.size() - 1).presented());
    }
    stage
        .files()
        .refreshToken()
        .flatMap(stage.provider().simulator()::labelOf)
        .ifPresent(stage.provider()::killed);
  }

  private void loginIfNeeded() throws IOException, InterruptedException {
    Child first = stage.crew().first();
    RequestStorm storm = stage.crew().standAlone(Ask.token().once(), first);
    Answers answers = stage.count(storm.go().answers(Stage.TIMEOUT), HONEST);
    if (answers.refused("LOG_IN").count() > 0) {
      stage.tally().prompted();
      stage.login(first);
      stage.count(stage.crew().stand(Ask.token()).go().answers(Stage.TIMEOUT));
    }
  }
}
