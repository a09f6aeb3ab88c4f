package dev.pawl.drills.script;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.DrillTerms;
import dev.pawl.drills.stage.RequestStorm;
import dev.pawl.drills.stage.Stage;
import dev.pawl.simulator.Outage;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The provider is away, busy, odd, or has had enough of us. */
final class Troubles {
  private static final Set<String> LATER = Set.of("TRY_LATER");
  private static final Set<String> REFUSED = Set.of("LOG_IN", "FIX_CONFIGURATION");

  /* So near to a token's end callers wait for the refresh. */
  private static final Duration MANDATORY = Duration.ofSeconds(30);

  private Troubles() {}

  /** An administrator revokes the login. */
  static void revokedFamily(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    Optional<String> kept = stage.files().refreshToken();
    stage.provider().simulator().revokeFamily(stage.provider().current());
    stage.expire();
    RequestStorm storm = stage.lineUp(Ask.token().threads(2), "EXPIRED");
    Answers first = stage.count(storm.go().answers(Stage.TIMEOUT));
    Answers second = stage.storm(Ask.token());
    stage.require(
        first.served().count() + second.served().count() == 0, "served from a dead login");
    stage.require(
        stage.provider().seen().with(Outcome.FAMILY_REVOKED).count() == 1, "nobody revoked it");
    stage.require(stage.files().refreshToken().equals(kept), "a refusal erased the stored login");
    for (ChildReply status : stage.crew().statuses()) {
      stage.require(
          status.number("notices") <= 1,
          status.child() + " was told " + status.number("notices") + " times");
      stage.require(
          status.text("state").equals("LOGIN_REQUIRED"),
          status.child() + " sees " + status.text("state"));
    }
    int spends = stage.spends();
    restart(stage, Set.of("LOG_IN"));
    stage.require(stage.spends() == spends, "a refused token was presented again");
    stage.prompt();
  }

  /* Without the cache only the journal tells that the login is dead. */
  private static void restart(Stage stage, Set<String> reasons)
      throws IOException, InterruptedException {
    stage.crew().order("close", Map.of());
    Files.deleteIfExists(stage.files().cache());
    stage.open();
    Answers answers = stage.storm(Ask.token().once(), reasons);
    stage.require(
        answers.list().stream().allMatch(answer -> reasons.contains(answer.reason())),
        "not all were refused: " + answers);
  }

  /**
   * Away twice while the access token is good: until a refresh behind the scenes can still be in
   * time, and on the next token for four and a half minutes of its last five.
   */
  static Drill awayWhileUsable(boolean refused) {
    return stage -> {
      stage.begin();
      Instant end = stage.provider().simulator().clock().instant().plus(DrillTerms.TTL);
      away(stage, refused, 14);
      int before = failures(stage, refused);
      stage.require(before >= 1, "nobody asked ahead of the token's end");
      backInTime(stage, end);
      away(stage, refused, 26);
      int calls = failures(stage, refused) - before;
      stage.require(calls >= 1 && calls <= 12, calls + " calls of a provider that is away");
      back(stage);
      stage.tick(Duration.ofSeconds(35));
      stage.storm(Ask.call());
      stage.require(stage.grants() == 2, stage.grants() + " grants where two are due");
    };
  }

  /* From the access token's last five minutes on, for so many times ten seconds. */
  private static void away(Stage stage, boolean refused, int rounds)
      throws IOException, InterruptedException {
    stage.tick(DrillTerms.TTL.minusSeconds(295));
    if (refused) {
      stage.provider().simulator().down(Outage.REFUSED);
    } else {
      stage.fault("refresh#1-: BEFORE_COMMIT 503 retry-after=30");
    }
    for (int round = 0; round < rounds; round++) {
      stage.storm(Ask.token());
      stage.awaitIdle();
      stage.tick(Duration.ofSeconds(10));
    }
  }

  private static int failures(Stage stage, boolean refused) throws IOException {
    return refused ? stage.logs().count("NotSent[") : stage.spends() - stage.grants();
  }

  private static void back(Stage stage) {
    stage.provider().simulator().faults().clear();
    stage.provider().simulator().up();
  }

  /* Once the cooldown is over, the first who asks has the token refreshed, and nobody waits. */
  private static void backInTime(Stage stage, Instant end)
      throws IOException, InterruptedException {
    long retryAt = 0;
    for (ChildReply status : stage.crew().statuses()) {
      retryAt = Math.max(retryAt, status.number("retryAtMillis"));
    }
    back(stage);
    InstantSource clock = stage.provider().simulator().clock();
    stage.tick(Duration.ofMillis(Math.max(0, retryAt + 1 - clock.millis())));
    Instant due = clock.instant();
    stage.storm(Ask.token());
    stage.awaitIdle();
    Instant refreshed =
        stage.provider().seen().spends().grants().list().stream()
            .findFirst()
            .map(LedgerEntry::time)
            .orElse(Instant.MAX);
    stage.require(
        refreshed.isBefore(end.minus(MANDATORY)),
        "not refreshed while the token was good, though the provider was back");
    if (refreshed.isBefore(end)) {
      long recovery = Duration.between(due, refreshed).toMillis();
      stage.recovered(recovery);
      stage.require(recovery < 5_000, "refreshed " + recovery + " ms late, not within 5 s");
    }
  }

  /** Away, and the access token has ended. */
  static void awayPastExpiry(Stage stage) throws IOException, InterruptedException {
    Duration away = Duration.ofMillis(1_200);
    stage.begin();
    Optional<String> kept = stage.files().refreshToken();
    stage.expire();
    stage.provider().simulator().down(Outage.REFUSED);
    RequestStorm once = stage.lineUp(Ask.token().once().threads(2), "EXPIRED");
    Answers refused = stage.count(once.go().answers(Stage.TIMEOUT), LATER);
    stage.require(refused.served().count() == 0, "served though the token has ended");
    stage.require(refused.p99Millis() < 10_000, "an answer took " + refused.p99Millis() + " ms");
    RequestStorm patient = stage.crew().stand(Ask.token()).go();
    stage.pause(away);
    stage.require(stage.files().refreshToken().equals(kept), "the stored login has changed");
    stage.require(stage.logs().count("NotSent[") > 0, "nobody was refused: no drill");
    stage.provider().simulator().up();
    Answers answers = stage.count(patient.answers(Stage.TIMEOUT));
    long recovery = answers.lastServedMillis() - away.toMillis();
    stage.recovered(recovery);
    stage.require(recovery < 5_000, "recovered after " + recovery + " ms, not within 5 s");
    stage.require(stage.grants() == 1, stage.grants() + " grants where one is due");
  }

  /**
   * Too many requests, three times.
   *
   * @param retryAfter the header's value in the words of the fault; empty for none
   * @param least the cooldown that all processes together must keep
   */
  static Drill tooMany(String retryAfter, Duration least) {
    return stage -> {
      stage.begin();
      stage.expire();
      String header = retryAfter.isEmpty() ? "" : " retry-after=" + retryAfter;
      stage.fault("refresh#1-3: BEFORE_COMMIT 429" + header);
      for (int round = 0; round < 6 && stage.grants() == 0; round++) {
        stage.storm(Ask.token().once(), LATER);
        stage.storm(Ask.token().once(), LATER);
        if (least.toSeconds() > 2) {
          stage.tick(least);
        } else {
          stage.pause(Duration.ofMillis(500));
        }
      }
      List<LedgerEntry> spends = stage.provider().seen().spends().list();
      for (int i = 1; i < spends.size(); i++) {
        Duration gap = Duration.between(spends.get(i - 1).time(), spends.get(i).time());
        stage.require(
            gap.compareTo(least) >= 0,
            "asked again after " + gap.toMillis() + " ms, not " + least.toMillis());
      }
      Answers answers = stage.storm(Ask.token());
      stage.recovered(answers.lastServedMillis());
      stage.require(stage.spends() == 4, stage.spends() + " spends where four are due");
    };
  }

  /**
   * Answers that are odd: the new refresh token in them must not be lost for that. One that brings
   * no access token of use is followed by a refresh.
   */
  static Drill oddAnswers(List<String> faults) {
    return stage -> {
      stage.begin();
      for (int round = 0; round < faults.size(); round++) {
        odd(stage, faults.get(round), round);
      }
    };
  }

  private static void odd(Stage stage, String fault, int round)
      throws IOException, InterruptedException {
    boolean lasts = !fault.endsWith("negative") && !fault.endsWith("no-access-token");
    int spends = stage.spends();
    stage.expire();
    stage.fault("refresh#1: " + fault);
    /* In turn, so that whoever spends has not seen the spend before. */
    Child spender = round % 2 == 0 ? stage.crew().last() : stage.crew().first();
    RequestStorm storm = stage.crew().standAlone(Ask.token().once(), spender);
    stage.count(storm.go().answers(Stage.TIMEOUT), LATER);
    if (!lasts) {
      stage.provider().await(entry -> entry.fault().equals(fault));
      storedIsCurrent(stage, fault);
      stage.tick(Duration.ofMinutes(3));
    }
    Answers answers = stage.storm(Ask.call());
    stage.recovered(answers.lastServedMillis());
    int due = spends + (lasts ? 1 : 2);
    stage.require(stage.spends() == due, fault + ": " + stage.spends() + " spends, not " + due);
    storedIsCurrent(stage, fault);
  }

  /** The server refuses the token, or this client, for good: presented once, by nobody again. */
  static void refusedForGood(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    stage.score().incidents(2);
    for (String error : List.of("400 error=interaction_required", "404 error=not_found")) {
      int spends = stage.spends();
      stage.expire();
      stage.fault("refresh#1: BEFORE_COMMIT " + error);
      Answers answers = stage.storm(Ask.token().once(), REFUSED);
      stage.require(answers.served().count() == 0, "served from a refused login: " + answers);
      stage.tick(DrillTerms.TTL);
      stage.storm(Ask.token().once(), REFUSED);
      restart(stage, REFUSED);
      stage.require(stage.spends() == spends + 1, "a refused token was presented again: " + error);
      stage.tally().prompted();
      IssuedGrant unused = stage.login(stage.crew().first());
      stage.require(stage.storm(Ask.call()).areAllServed(), "not served after the login: " + error);
    }
  }

  private static void storedIsCurrent(Stage stage, String when) throws IOException {
    stage.require(
        stage
            .files()
            .refreshToken()
            .filter(stage.provider().simulator()::isCurrentRefreshToken)
            .isPresent(),
        when + ": the stored refresh token is not the server's");
  }

  /** The answer has no refresh token: the old one stays. */
  static void noRotation(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    for (int round = 1; round <= 4; round++) {
      stage.expire();
      stage.storm(Ask.call());
      stage.require(
          stage.provider().seen().of(Operation.REFRESH).count() == round, "not one spend a round");
      storedIsCurrent(stage, "round " + round);
    }
  }
}
