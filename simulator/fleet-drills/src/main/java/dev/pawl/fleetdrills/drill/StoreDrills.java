package dev.pawl.fleetdrills.drill;

import dev.pawl.fleetdrills.drill.FleetDrill.Need;
import dev.pawl.fleetdrills.ground.Terms;
import dev.pawl.simulator.core.RotationPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Something happens to the store. */
final class StoreDrills {
  private static final int PROCESSES = 4;
  private static final Duration AWAY = Duration.ofSeconds(30);
  private static final int LOOKS = 3;

  private StoreDrills() {}

  static List<FleetDrill> all() {
    return List.of(
        new FleetDrill(
            56,
            "store-away",
            "kill -9 of the store for 30 s, the token is good: nobody notices",
            PROCESSES,
            Need.NOTHING,
            StoreDrills::awayUsable),
        new FleetDrill(
            57,
            "store-away-ended",
            "the same, the token has ended: no spend, all are told to try later, then one spend",
            PROCESSES,
            Need.NOTHING,
            StoreDrills::awayEnded),
        new FleetDrill(
            58,
            "leader-killed",
            "kill -9 of the store's leader in the burst: one login, all are served",
            PROCESSES,
            Need.NOTHING,
            StoreDrills::leader),
        new FleetDrill(
            66,
            "leader-killed-claimed",
            "the same while the provider has decided on the holder's request: one spend",
            PROCESSES,
            Need.NOTHING,
            StoreDrills::leaderUnderAClaim));
  }

  private static void awayUsable(FleetStage stage) throws IOException {
    stage.begin(Terms.USUAL, RotationPolicy.STRICT_FAMILY);
    stage.engine().kill();
    for (int look = 0; look < LOOKS; look++) {
      stage.serve(stage.all(), "without the store");
      stage.pause(AWAY.dividedBy(LOOKS));
    }
    stage.requireSpends(0, "without the store");
    stage.engine().startAgain();
    stage.expireEverywhere();
    long since = System.nanoTime();
    stage.ask(stage.all());
    stage.recovered(since, stage.served(stage.all(), "with the store again"));
    stage.requireSpends(1, "in all");
    stage.requireAlive("at last");
  }

  private static void awayEnded(FleetStage stage) throws IOException {
    stage.begin(Terms.USUAL, RotationPolicy.STRICT_FAMILY);
    stage.engine().kill();
    stage.expireEverywhere();
    stage.refuse(stage.all(), "TRY_LATER", "without the store");
    stage.pause(AWAY);
    stage.requireSpends(0, "without the store");
    stage.ask(stage.all());
    stage.engine().startAgain();
    long since = System.nanoTime();
    stage.recovered(since, stage.served(stage.all(), "with the store again"));
    stage.requireSpends(1, "in all");
    stage.requireAlive("at last");
  }

  private static void leader(FleetStage stage) throws IOException {
    stage.begin(Terms.USUAL, RotationPolicy.STRICT_FAMILY);
    stage.expireEverywhere();
    stage.ask(stage.all());
    long since = System.nanoTime();
    stage.engine().killLeader();
    stage.recovered(since, stage.served(stage.all(), "without the leader"));
    stage.requireAlive("without the leader");
    stage.engine().startAgain();
    stage.expireEverywhere();
    stage.serve(stage.all(), "at last");
    stage.requireAlive("at last");
  }

  /* The claim that was acknowledged is known to the next leader: nobody else presents the token. */
  private static void leaderUnderAClaim(FleetStage stage) throws IOException {
    stage.begin(Terms.USUAL, RotationPolicy.STRICT_FAMILY);
    stage.hold("AFTER_COMMIT");
    stage.expireEverywhere();
    stage.ask(stage.all());
    stage.awaitHeld();
    long since = System.nanoTime();
    stage.engine().killLeader();
    stage.simulator().faults().release();
    stage.recovered(since, stage.served(stage.all(), "without the leader"));
    stage.requireSpends(1, "in all");
    stage.requireAlive("without the leader");
    stage.engine().startAgain();
  }
}
