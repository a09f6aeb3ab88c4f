package dev.pawl.drills.script;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.DrillTerms;
import dev.pawl.drills.stage.RequestStorm;
import dev.pawl.drills.stage.Stage;
import dev.pawl.drills.stage.StateFiles;
import dev.pawl.simulator.Outage;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A process dies, or stands still, at the worst moment. */
final class Crashes {
  private Crashes() {}

  /** Killed when the provider has committed and the answer is on its way. */
  static Drill afterCommit(String replay) {
    return stage -> {
      stage.replay(replay).begin();
      stage.expire();
      stage.fault("refresh#1: AFTER_COMMIT delay 5s");
      RequestStorm storm =
          stage.lineUp(Ask.token().threads(2).within(Duration.ofSeconds(8)), "EXPIRED").go();
      LedgerEntry spend = stage.provider().await(entry -> entry.isOf(Operation.REFRESH));
      Child holder = stage.awaitHolder(0);
      storm.excuse(holder);
      stage.provider().unanswered(spend);
      holder.kill();
      long killed = System.nanoTime();
      Answers answers = stage.count(storm.answers(Stage.TIMEOUT));

      stage.recovered(answers.lastServedMillis() - (killed - answers.started()) / 1_000_000);
      if (answers.refused("TRY_LATER").count() > 0) {
        stage.tick(DrillTerms.GRACE);
      }
      stage.settle();
    };
  }

  /**
   * What a crash between the writing of the new file and its renaming leaves behind is put there,
   * byte by byte; the cache still tells of the token that has ended.
   */
  static void beforeRename(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    stage.expire();
    stage.fault("refresh#1: AFTER_COMMIT delay 500ms");
    RequestStorm storm = stage.lineUp(Ask.token(), "EXPIRED").go();
    stage.provider().await(entry -> entry.isOf(Operation.REFRESH));
    StateFiles files = stage.files();
    Map<Path, byte[]> before = new LinkedHashMap<>();
    for (Path path : List.of(files.grant(), files.journal(), files.copy(), files.cache())) {
      if (Files.isRegularFile(path)) {
        before.put(path, Files.readAllBytes(path));
      }
    }
    stage.count(storm.answers(Stage.TIMEOUT));
    stage.crew().order("close", Map.of());
    byte[] successor = Files.readAllBytes(files.grant());
    for (Map.Entry<Path, byte[]> each : before.entrySet()) {
      Files.write(each.getKey(), each.getValue());
    }
    Files.createFile(
        files.next(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(files.next(), successor);
    stage.open();

    Answers answers = stage.storm(Ask.call());
    stage.recovered(answers.lastServedMillis());
    stage.require(stage.spends() == 1, "spent again though the answer lay on the disk");
    stage.require(!Files.exists(files.next()), "the complete successor was not rolled forward");
  }

  /** Killed with the lock held, before anything was sent. */
  static void holderKilled(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    stage.expire();
    int port = stage.provider().simulator().issuer().getPort();
    stage.provider().simulator().down(Outage.REFUSED);
    RequestStorm storm = stage.lineUp(Ask.token().threads(2), "EXPIRED");
    try (FullPort full = FullPort.at(port)) {
      storm.go();
      stage.require(full.isFull(), "the port takes connections");
      Child holder = stage.awaitHolder(0);
      stage.pause(Duration.ofMillis(100));
      storm.excuse(holder);
      holder.kill();
      stage.awaitRelease(holder.pid());
      long freed = System.nanoTime();
      stage.awaitHolder(holder.pid());
      long millis = (System.nanoTime() - freed) / 1_000_000;
      stage.recovered(millis);
      stage.require(
          !stage.terms().isTimed() || millis < 50, "the next holder came after " + millis + " ms");
    }
    stage.provider().simulator().up();
    Answers answers = stage.count(storm.answers(Stage.TIMEOUT));
    stage.require(answers.generations().size() == 1, "not one generation: " + answers);
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
  }

  /** Stopped with a spend in flight, for longer than the access token lasts. */
  static void holderStopped(Stage stage) throws IOException, InterruptedException {
    stage.timing("timeout", Duration.ofMillis(1_500)).begin();
    stage.toAdvisoryWindow();
    stage.fault("refresh#1: AFTER_COMMIT delay 700ms");
    RequestStorm first = stage.lineUp(Ask.token(), "GOOD").go();
    stage.provider().await(entry -> entry.isOf(Operation.REFRESH));
    Child holder = stage.awaitHolder(0);
    holder.signal("STOP");
    try {
      others(stage, holder, Ask.token());
      stage.tick(Duration.ofSeconds(150), holder);
      Answers refused = othersOnce(stage, holder);
      stage.require(
          refused.list().stream()
              .allMatch(answer -> answer.message().contains("process " + holder.pid())),
          "the holder is not named: " + refused);
      stage.require(stage.spends() == 1, "the lock was stolen: " + stage.spends() + " spends");
    } finally {
      holder.signal("CONT");
    }
    stage.tick(Duration.ZERO);
    stage.count(first.answers(Stage.TIMEOUT));
    Answers answers = stage.storm(Ask.token());
    stage.recovered(answers.lastServedMillis());
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
    stage.require(answers.generations().size() == 1, "not one generation: " + answers);
  }

  private static void others(Stage stage, Child holder, Ask ask)
      throws IOException, InterruptedException {
    RequestStorm storm = stage.crew().stand(ask, child -> child != holder);
    stage.count(storm.go().answers(Stage.TIMEOUT));
  }

  private static Answers othersOnce(Stage stage, Child holder)
      throws IOException, InterruptedException {
    RequestStorm storm = stage.crew().stand(Ask.token().once(), child -> child != holder);
    Answers answers = stage.count(storm.go().answers(Stage.TIMEOUT), Set.of("TRY_LATER"));
    stage.require(answers.served().count() == 0, "served though the token has ended: " + answers);
    return answers;
  }
}
