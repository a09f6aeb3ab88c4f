package dev.pawl.drills.script;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.drills.fleet.Squad;
import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.RequestStorm;
import dev.pawl.drills.stage.Stage;
import dev.pawl.drills.stage.StateFiles;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The disk is full, or read-only. */
final class Disks {
  private static final Set<String> REFUSED = Set.of("FIX_CONFIGURATION");

  private Disks() {}

  /** Full before the spend: nothing is spent. */
  static void full(Stage stage) throws IOException, InterruptedException {
    if (!SmallDisk.isAvailable()) {
      limited(stage);
      return;
    }
    SmallDisk disk = SmallDisk.mount(stage);
    stage.begin();
    stage.toAdvisoryWindow();
    disk.fill();
    refusedBeforeSpend(stage);
    disk.free();
    recovered(stage);
  }

  private static void refusedBeforeSpend(Stage stage) throws IOException, InterruptedException {
    stage.count(stage.lineUp(Ask.token(), "GOOD").go().answers(Stage.TIMEOUT));
    stage.tick(Duration.ofSeconds(150));
    RequestStorm storm = stage.lineUp(Ask.token().once(), "EXPIRED");
    refused(stage, stage.count(storm.go().answers(Stage.TIMEOUT), REFUSED));
  }

  private static void refused(Stage stage, Answers answers) {
    stage.require(
        answers.refused("FIX_CONFIGURATION").count() == answers.count(),
        "not all were told to mend the disk: " + answers);
    stage.require(
        answers.list().stream()
            .allMatch(answer -> answer.message().matches(".*/(grants/drill[.]|lock ).*")),
        "the file is not named: " + answers);
    stage.require(stage.spends() == 0, "spent though the answer could not be saved");
  }

  private static void recovered(Stage stage) throws IOException, InterruptedException {
    Answers answers = stage.storm(Ask.call());
    stage.recovered(answers.lastServedMillis());
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
  }

  /**
   * Where no small disk can be had: processes whose files may not grow beyond some kilobytes
   * (EFBIG), and others that may.
   */
  static void limited(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    stage.expire();
    Squad squad = stage.fleet().squad(List.of(), "ulimit -f 8", 2);
    stage.atEnd(squad);
    for (Child child : squad.children()) {
      stage.open(child);
      stage.crew().add(child);
    }
    RequestStorm storm = stage.crew().stand(Ask.token().once(), squad.children()::contains);
    refused(stage, stage.count(storm.go().answers(Stage.TIMEOUT), REFUSED));
    for (Child child : squad.children()) {
      child.kill();
    }
    recovered(stage);
  }

  /**
   * Full after the spend, the reserved room gone: the answer is kept in memory, loudly, and saved
   * at the next chance.
   */
  static void fullDuringSave(Stage stage) throws IOException, InterruptedException {
    if (!SmallDisk.isAvailable()) {
      throw new CannotRunException("a small disk needs Linux, root, unshare and mount");
    }
    SmallDisk disk = SmallDisk.mount(stage);
    stage.begin();
    stage.expire();
    stage.fault("refresh#1: AFTER_COMMIT delay 900ms");
    RequestStorm storm = stage.lineUp(Ask.token().threads(2), "EXPIRED").go();
    stage.provider().await(entry -> entry.isOf(Operation.REFRESH));
    Files.delete(stage.files().next());
    disk.fill();
    stage.awaitState("UNSAVED");
    Answers early = stage.terms().cache().equals("none") ? null : stage.storm(Ask.call());
    stage.require(stage.files().generation() == 1, "the full disk took the answer: no drill");
    disk.free();
    long freed = System.nanoTime();
    while (stage.files().generation() == 1 && System.nanoTime() - freed < 5_000_000_000L) {
      stage.pause(Duration.ofMillis(10));
    }
    stage.recovered((System.nanoTime() - freed) / 1_000_000);
    Answers answers = stage.count(storm.answers(Stage.TIMEOUT));
    stage.require(
        early == null || early.generations().equals(answers.generations()),
        "the unsaved token was not the one in use: " + early);
    stage.require(stage.logs().count("could not be saved") > 0, "nothing was said aloud");
    stage.require(stage.files().generation() == 2, "not saved though there was room again");
    stage.storm(Ask.call());
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
  }

  /**
   * As {@link #fullDuringSave}, and the process that could not save is killed: its answer is on the
   * disk as it arrived, in room that was made before the spend, and the next process saves it.
   */
  static void killedUnsaved(Stage stage) throws IOException, InterruptedException {
    if (!SmallDisk.isAvailable()) {
      throw new CannotRunException("a small disk needs Linux, root, unshare and mount");
    }
    SmallDisk disk = SmallDisk.mount(stage);
    stage.replay("never").begin();
    stage.expire();
    stage.fault("refresh#1: AFTER_COMMIT delay 900ms");
    Child witness = stage.crew().first(); // the disk is seen through it
    RequestStorm storm = stage.crew().stand(Ask.token(), child -> child != witness).go();
    stage.provider().await(entry -> entry.isOf(Operation.REFRESH));
    Child holder = stage.awaitHolder(0);
    Files.delete(stage.files().next());
    disk.fill();
    stage.awaitState("UNSAVED");
    storm.excuse(holder);
    holder.kill();
    stage.require(stage.files().generation() == 1, "the full disk took the answer: no drill");
    disk.free();
    Answers answers = stage.count(storm.answers(Stage.TIMEOUT));
    stage.recovered(answers.lastServedMillis());
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
    stage.expire();
    stage.require(stage.storm(Ask.call()).areAllServed(), "not served from what was received");
    List<LedgerEntry> spends = stage.provider().seen().spends().list();
    stage.require(
        spends.size() == 2 && spends.get(1).presented().endsWith(".rt1"),
        "what the dead process had received was not used: " + spends);
  }

  /**
   * The state directory is reached through a file system that is not known to be local (FUSE): who
   * comes that way spends nothing and says why; who comes by the local path goes on.
   */
  static void network(Stage stage) throws IOException, InterruptedException {
    stage.begin();
    StateFiles local = stage.files();
    NetworkMount mount = NetworkMount.of(local.root(), stage);
    stage.expire();
    stage.move(stage.crew().all(), local, mount.point().toString());
    for (Child child : stage.crew().all()) {
      ChildReply reply = stage.tryOpen(child);
      stage.require(
          !reply.isOk() && reply.message().contains("not known to be local"),
          child.name() + " opened it, or was not told why not: " + reply.message());
    }
    stage.require(stage.spends() == 0, "spent though locks are not to be trusted");
    stage.move(stage.crew().all(), local, local.root().toString());
    stage.open();
    recovered(stage);
  }

  /** Read-only: nothing is spent. */
  static void readOnly(Stage stage) throws IOException, InterruptedException {
    if (SmallDisk.isAvailable()) {
      SmallDisk disk = SmallDisk.mount(stage);
      stage.begin();
      stage.toAdvisoryWindow();
      disk.freeze();
      refusedBeforeSpend(stage);
      disk.thaw();
    } else {
      withoutPermission(stage);
    }
    recovered(stage);
  }

  private static void withoutPermission(Stage stage) throws IOException, InterruptedException {
    Path grants = stage.files().grant().getParent();
    if (grants == null || System.getProperty("user.name", "").equals("root")) {
      throw new CannotRunException("root ignores permissions, and no disk can be mounted here");
    }
    stage.begin();
    stage.toAdvisoryWindow();
    Files.setPosixFilePermissions(grants, PosixFilePermissions.fromString("r-x------"));
    refusedBeforeSpend(stage);
    Files.setPosixFilePermissions(grants, PosixFilePermissions.fromString("rwx------"));
  }
}
