package dev.pawl.fleetdrills.drill;

import dev.pawl.fleetdrills.drill.FleetDrill.Need;
import dev.pawl.fleetdrills.ground.Terms;
import dev.pawl.simulator.core.RotationPolicy;
import java.io.IOException;
import java.util.List;

/** All processes of all hosts want a new token at once. */
final class HerdDrills {
  private static final int PROCESSES = 32;

  private HerdDrills() {}

  static List<FleetDrill> all() {
    return List.of(
        new FleetDrill(
            50,
            "expiry-herd",
            "the token ends, all processes of all hosts ask: one spend",
            PROCESSES,
            Need.NOTHING,
            HerdDrills::expiry),
        new FleetDrill(
            51,
            "401-herd",
            "the token is rejected before its end, all report it: one spend",
            PROCESSES,
            Need.NOTHING,
            HerdDrills::rejected));
  }

  private static void expiry(FleetStage stage) throws IOException {
    stage.begin(Terms.USUAL, RotationPolicy.STRICT_FAMILY);
    stage.requireSpends(0, "before the end");
    stage.expireEverywhere();
    stage.serve(stage.all(), "in the burst");
    stage.serve(stage.all(), "after the burst");
    stage.requireSpends(1, "in all");
    stage.requireAlive("at last");
  }

  private static void rejected(FleetStage stage) throws IOException {
    stage.begin(Terms.USUAL, RotationPolicy.STRICT_FAMILY);
    stage.simulator().revokeAccessTokens(stage.family());
    stage.serve(stage.all(), "in the burst");
    stage.serve(stage.all(), "after the burst");
    stage.requireSpends(1, "in all");
    stage.requireAlive("at last");
  }
}
