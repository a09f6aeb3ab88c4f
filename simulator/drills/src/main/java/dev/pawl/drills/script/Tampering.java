package dev.pawl.drills.script;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.DrillTerms;
import dev.pawl.drills.stage.RequestStorm;
import dev.pawl.drills.stage.Stage;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Somebody else touches the files, or logs out. */
final class Tampering {
  private static final Set<String> LOGGED_OUT = Set.of("LOG_IN");

  private Tampering() {}

  private static RequestStorm withSpendInFlight(Stage stage, Ask ask)
      throws IOException, InterruptedException {
    stage.begin();
    stage.expire();
    stage.fault("refresh#1: AFTER_COMMIT delay 700ms");
    RequestStorm storm = stage.lineUp(ask, "EXPIRED").go();
    stage.provider().await(entry -> entry.isOf(Operation.REFRESH));
    return storm;
  }

  /** The file is deleted with a spend in flight: that is a logout. */
  static void deleted(Stage stage) throws IOException, InterruptedException {
    RequestStorm storm = withSpendInFlight(stage, Ask.token().once());
    Files.delete(stage.files().grant());
    Answers answers = stage.count(storm.answers(Stage.TIMEOUT), LOGGED_OUT);
    stage.require(answers.served().count() == 0, "served after the deletion: " + answers);
    stage.provider().await(entry -> entry.isOf(Operation.REVOKE));
    loggedOut(stage);
    stage.require(!Files.exists(stage.files().grant()), "the deleted file came back");
    stage.loginAgain();
  }

  /** The shared cache is deleted, at rest and with a spend in flight: it is speed and no more. */
  static void cacheDeleted(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    stage.files().deleteCache();
    stage.require(stage.storm(Ask.token()).areAllServed(), "not served without the cache");
    stage.require(stage.spends() == 0, "a good token was spent for a cache");
    stage.expire();
    stage.fault("refresh#1: AFTER_COMMIT delay 700ms");
    RequestStorm storm = stage.lineUp(Ask.token(), "EXPIRED").go();
    stage.provider().await(entry -> entry.isOf(Operation.REFRESH));
    stage.files().deleteCache();
    Answers answers = stage.count(storm.answers(Stage.TIMEOUT));
    stage.recovered(answers.lastServedMillis());
    stage.require(answers.generations().size() == 1, "not one generation: " + answers);
    stage.files().deleteCache();
    stage.require(stage.storm(Ask.call()).areAllServed(), "not served in the end");
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
  }

  private static void loggedOut(Stage stage) throws IOException, InterruptedException {
    Answers after = stage.storm(Ask.token(), LOGGED_OUT);
    stage.require(after.refused("LOG_IN").count() == after.count(), "not all logged out: " + after);
    for (ChildReply status : stage.crew().statuses()) {
      stage.require(
          status.text("state").equals("LOGGED_OUT"),
          status.child() + " sees " + status.text("state"));
    }
    stage.require(stage.files().refreshToken().isEmpty(), "a refresh token is left in the store");
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
  }

  /** One process logs out with another one's spend in flight. */
  static void logout(Stage stage) throws IOException, InterruptedException {
    RequestStorm storm = withSpendInFlight(stage, Ask.token().once());
    Child holder = stage.awaitHolder(0);
    Child other =
        stage.crew().all().stream().filter(child -> child != holder).findFirst().orElse(holder);
    CompletableFuture<ChildReply> logout = other.send("logout", Map.of());
    stage.count(storm.answers(Stage.TIMEOUT), LOGGED_OUT);
    ChildReply done = other.await(logout, Stage.TIMEOUT);
    stage.require(done.isOk(), "the logout failed: " + done.message());
    stage.provider().await(entry -> entry.isOf(Operation.REVOKE));
    loggedOut(stage);
    boolean anyGood =
        stage.provider().simulator().secrets().values().stream()
            .anyMatch(stage.provider().simulator()::isCurrentRefreshToken);
    stage.require(!anyGood, "a refresh token of the login is still good");
    stage.loginAgain();
  }

  /**
   * Somebody logs in to another account, with a spend in flight: nobody acts for the former one.
   */
  static void accountSwitched(Stage stage) throws IOException, InterruptedException {
    RequestStorm storm = withSpendInFlight(stage, Ask.token());
    Child holder = stage.awaitHolder(0);
    Child other =
        stage.crew().all().stream().filter(child -> child != holder).findFirst().orElse(holder);
    String former = stage.provider().current();
    IssuedGrant login = stage.login(other, "bob");
    stage.count(storm.answers(Stage.TIMEOUT));
    stage.provider().await(entry -> entry.isOf(Operation.REVOKE));
    Answers after = stage.storm(Ask.call());
    stage.require(
        after.list().stream()
            .allMatch(
                answer ->
                    stage
                        .provider()
                        .labelOf(answer.fingerprint())
                        .startsWith(login.family() + ".")),
        "not all act for the new account: " + after);
    stage.require(
        stage.files().refreshToken().filter(login.refreshToken()::equals).isPresent(),
        "the new account's login was overwritten");
    boolean anyGood =
        stage.provider().simulator().families().stream()
            .filter(family -> family.name().equals(former))
            .anyMatch(family -> !family.current().isEmpty());
    stage.require(!anyGood, "a refresh token of the former account is still good");
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
  }

  /** The file is damaged in the ways that were seen; each time there is the last good copy. */
  static void corrupted(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    Path grant = stage.files().grant();
    int spends = 0;
    lockDeleted(stage, ++spends);
    for (String damage : List.of("truncated", "garbage", "types", "emptied")) {
      byte[] good = Files.readAllBytes(grant);
      Files.write(grant, damaged(damage, good));
      Answers answers = stage.storm(Ask.token());
      stage.recovered(answers.lastServedMillis());
      stage.require(
          !stage.terms().isTimed() || answers.lastServedMillis() < 1_000,
          damage + ": served after " + answers.lastServedMillis() + " ms");
      stage.expire();
      stage.storm(Ask.call());
      stage.require(
          stage.spends() == ++spends, damage + ": " + stage.spends() + " spends, not " + spends);
    }
    long aside =
        stage.files().all().stream()
            .filter(path -> path.getFileName().toString().matches("drill[.]json[.].*[0-9].*"))
            .count();
    stage.require(aside >= 3, "only " + aside + " damaged files were kept aside");
  }

  /* Who has the old file open must not lock that while the others lock a new one. */
  private static void lockDeleted(Stage stage, int spends)
      throws IOException, InterruptedException {
    Child newcomer = stage.fleet().extras(1).get(0);
    stage.atEnd(newcomer::kill);
    Files.delete(stage.files().lock());
    stage.open(newcomer);
    stage.crew().add(newcomer);
    stage.expire();
    stage.storm(Ask.token());
    stage.require(stage.spends() == spends, "lock deleted: " + stage.spends() + " spends");
  }

  private static byte[] damaged(String how, byte[] good) {
    return switch (how) {
      case "truncated" -> Arrays.copyOf(good, good.length / 2);
      case "garbage" -> "\u0000\u0001 not a login".getBytes(StandardCharsets.UTF_8);
      case "types" ->
          new String(good, StandardCharsets.UTF_8)
              .replaceFirst("\"refresh_token\" *: *\"", "\"refresh_token\" : [\"")
              .getBytes(StandardCharsets.UTF_8);
      default -> new byte[0];
    };
  }

  /** The file is damaged, and the copy is an old one whose refresh token was spent long ago. */
  static void staleCopy(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    byte[] old = Files.readAllBytes(stage.files().copy());
    stage.expire();
    stage.storm(Ask.token());
    stage.expire();
    stage.storm(Ask.token());
    int spends = stage.spends();
    Files.write(stage.files().copy(), old);
    Files.write(
        stage.files().grant(), damaged("truncated", Files.readAllBytes(stage.files().grant())));
    stage.expire();
    stage.settle();
    stage.require(
        stage.provider().seen().spends().where(entry -> entry.outcome().isReuse()).isEmpty(),
        "an old refresh token was spent");
    stage.require(stage.spends() <= spends + 1, "more than one spend after the damage");
  }

  /** Another tool logs in and writes the file, with a spend in flight. */
  static void foreignEdit(Stage stage) throws IOException, InterruptedException {
    RequestStorm storm = withSpendInFlight(stage, Ask.token());
    IssuedGrant newer = stage.provider().family();
    long now = stage.provider().simulator().clock().instant().toEpochMilli();
    Map<String, Object> changes = new LinkedHashMap<>();
    changes.put("access_token", newer.accessToken());
    changes.put("refresh_token", newer.refreshToken());
    changes.put("issued_at", now);
    changes.put("expires_at", now + DrillTerms.TTL.toMillis());
    stage.files().edit(changes);
    stage.count(storm.answers(Stage.TIMEOUT));
    Answers after = stage.storm(Ask.call());
    stage.require(
        after.list().stream()
            .allMatch(
                answer ->
                    stage.provider().labelOf(answer.fingerprint()).startsWith(newer.family())),
        "the newer login is not the one in use: " + after);
    stage.require(
        stage.files().refreshToken().filter(newer.refreshToken()::equals).isPresent(),
        "the newer login was overwritten");
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
  }
}
