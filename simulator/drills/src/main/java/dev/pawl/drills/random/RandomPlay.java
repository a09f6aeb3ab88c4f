package dev.pawl.drills.random;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
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

/** A random script under way on a stage. Not thread-safe. */
final class RandomPlay {
  private static final int MOST_LOOKS = 500;
  private static final Set<String> HONEST = Set.of("LOG_IN", "TRY_LATER");

  private final Stage stage;

  private RandomPlay(Stage stage) {
    this.stage = stage;
  }

  /**
   * Opens the managers and logs in; each round may cost a login and a family, and so may the end.
   */
  static RandomPlay begin(Stage stage, String replay, int rounds)
      throws IOException, InterruptedException {
    stage.replay(replay).timing("request", Duration.ofSeconds(1));
    stage.timing("rejection", Duration.ofMillis(1)).begin();
    stage.score().incidents(rounds + 1);
    return new RandomPlay(stage);
  }

  /** The trouble is over: all are served, after one login at most. */
  void end() throws IOException, InterruptedException {
    stage.clearFaults();
    stage.tick(stage.terms().lifetime().plusSeconds(60));
    settle();
  }

  /** Everybody asks; what that leads to, after trouble, may be one login. */
  void settle() throws IOException, InterruptedException {
    stage.storm(Ask.token().within(Duration.ofSeconds(6)), HONEST);
    loginIfNeeded();
  }

  void round(Round round) throws IOException, InterruptedException {
    stage.tick(Duration.ofSeconds(round.advanceSeconds()));
    if (round.fault() != null) {
      stage.possibleFault(round.fault());
    }
    if (round.revoke()) {
      revokeAccess();
    }
    RequestStorm storm = stage.crew().stand(ask(round.ask()).within(Duration.ofSeconds(3))).go();
    if (round.trouble() != null) {
      stage.pause(Duration.ofMillis(round.trouble().afterMillis()));
      trouble(round.trouble().kind(), storm);
    }
    Answers answers = storm.answers(Stage.TIMEOUT);
    stage.count(answers, HONEST);
    loginIfNeeded();
  }

  private static Ask ask(Round.Request request) {
    return switch (request) {
      case TOKEN -> Ask.token();
      case TWO_TOKENS -> Ask.token().threads(2);
      case CALL -> Ask.call();
    };
  }

  private void trouble(Round.Trouble.Kind kind, RequestStorm storm)
      throws IOException, InterruptedException {
    List<Child> crew = stage.crew().all();
    switch (kind) {
      case KILL -> kill(storm);
      case INTERRUPT -> storm.steer("interrupt", child -> crew.indexOf(child) % 2 == 0);
      case LOGOUT -> stage.crew().ask(child -> child == stage.crew().last(), "logout", Map.of());
    }
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
