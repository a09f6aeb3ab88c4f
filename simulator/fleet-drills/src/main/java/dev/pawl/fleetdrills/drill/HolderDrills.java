package dev.pawl.fleetdrills.drill;

import dev.pawl.fleetdrills.drill.FleetDrill.Need;
import dev.pawl.fleetdrills.ground.Program;
import dev.pawl.fleetdrills.ground.Terms;
import dev.pawl.simulator.core.RotationPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Something happens to the process that holds the claim. */
final class HolderDrills {
  private static final int PROCESSES = 4;
  private static final List<Long> RIGHT = List.of(0L, 0L, 0L);

  private HolderDrills() {}

  static List<FleetDrill> all() {
    return List.of(
        new FleetDrill(
            52,
            "holder-killed",
            "kill -9 of the holder, its request unanswered: a replay after the quarantine, no login",
            PROCESSES,
            Need.NOTHING,
            HolderDrills::killed),
        new FleetDrill(
            53,
            "holder-killed-unsent",
            "kill -9 of the holder before its first byte: the others go on with one spend",
            PROCESSES,
            Need.NOTHING,
            HolderDrills::killedUnsent),
        new FleetDrill(
            54,
            "holder-stopped",
            "SIGSTOP of the holder for longer than its claim, its answer arrives: saved, one spend",
            PROCESSES,
            Need.NOTHING,
            HolderDrills::stopped),
        new FleetDrill(
            55,
            "holder-stopped-unsent",
            "the same before its first byte, until others have spent: it sends nothing, one spend",
            PROCESSES,
            Need.NOTHING,
            HolderDrills::stoppedUnsent));
  }

  private static void killed(FleetStage stage) throws IOException {
    stage.begin(Terms.BRIEF, RotationPolicy.STRICT_FAMILY);
    stage.hold("BEFORE_COMMIT");
    stage.expireEverywhere();
    stage.ask(stage.all());
    stage.awaitHeld();
    Program holder = stage.holder();
    long since = System.nanoTime();
    holder.kill();
    stage.recovered(since, stage.served(stage.others(holder), "after the kill"));
    stage.requireSpends(1, "besides the one that was never decided");
    stage.requireAlive("at last");
  }

  private static Program stalled(FleetStage stage) throws IOException {
    stage.begin(Terms.BRIEF, RotationPolicy.STRICT_FAMILY, RIGHT, true);
    stage.expireEverywhere();
    Program holder = stage.all().get(0);
    stage.ask(List.of(holder));
    stage.awaitStalled(holder);
    return holder;
  }

  private static void killedUnsent(FleetStage stage) throws IOException {
    Program holder = stalled(stage);
    stage.ask(stage.others(holder));
    long since = System.nanoTime();
    holder.kill();
    stage.recovered(since, stage.served(stage.others(holder), "after the kill"));
    stage.requireSpends(1, "in all");
    stage.requireAlive("at last");
  }

  private static void stopped(FleetStage stage) throws IOException {
    stage.begin(Terms.BRIEF, RotationPolicy.STRICT_FAMILY);
    stage.hold("AFTER_COMMIT");
    stage.expireEverywhere();
    stage.ask(stage.all());
    stage.awaitHeld();
    Program holder = stage.holder();
    holder.stop();
    stage.simulator().faults().release();
    stage.pause(Duration.ofSeconds(Terms.BRIEF.claimSeconds()).plusMillis(1_500));
    int doubts = stage.witness().doubts();
    long since = System.nanoTime();
    holder.resume();
    stage.recovered(since, stage.served(stage.all(), "after the pause"));
    stage.require(doubts == 1, doubts + " doubts during the pause, where 1 is due");
    stage.requireSpends(1, "in all");
    stage.requireAlive("at last");
  }

  private static void stoppedUnsent(FleetStage stage) throws IOException {
    Program holder = stalled(stage);
    holder.stop();
    stage.letGo(holder);
    long since = System.nanoTime();
    stage.ask(stage.of(1, 2));
    stage.recovered(since, stage.served(stage.of(1, 2), "during the pause"));
    holder.resume();
    stage.served(List.of(holder), "after the pause");
    stage.serve(stage.all(), "at last");
    stage.requireSpends(1, "in all");
    stage.requireAlive("at last");
  }
}
