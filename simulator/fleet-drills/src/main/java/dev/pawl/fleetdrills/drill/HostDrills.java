package dev.pawl.fleetdrills.drill;

import dev.pawl.fleetdrills.drill.FleetDrill.Need;
import dev.pawl.fleetdrills.ground.Program;
import dev.pawl.fleetdrills.ground.Terms;
import dev.pawl.simulator.core.RotationPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Something happens to, or on, one host. */
final class HostDrills {
  private static final int PROCESSES = 4;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final List<Long> WRONG = List.of(0L, HOUR, -HOUR);

  private HostDrills() {}

  static List<FleetDrill> all() {
    return List.of(
        new FleetDrill(
            59,
            "host-clocks",
            "the clock of one host is an hour ahead, that of another behind: no endless refresh",
            PROCESSES,
            Need.NOTHING,
            HostDrills::clocks),
        new FleetDrill(
            60,
            "login-elsewhere",
            "a login on one host: the others use it, the old one is revoked",
            PROCESSES,
            Need.NOTHING,
            HostDrills::login),
        new FleetDrill(
            61,
            "logout-elsewhere",
            "a logout on one host: the others are told to log in, no spend; then a login on another",
            PROCESSES,
            Need.NOTHING,
            HostDrills::logout),
        new FleetDrill(
            62,
            "cut-before",
            "a host is cut off before it claims: told to try later, the others spend once",
            PROCESSES,
            Need.NETWORKS,
            HostDrills::cutBefore),
        new FleetDrill(
            63,
            "cut-during",
            "the holder's host is cut off, its request unanswered: a replay, no login",
            PROCESSES,
            Need.NETWORKS,
            HostDrills::cutDuring),
        new FleetDrill(
            64,
            "cut-after",
            "the same after the commit, the provider forgives one replay: no login",
            PROCESSES,
            Need.NETWORKS,
            HostDrills::cutAfter));
  }

  private static void clocks(FleetStage stage) throws IOException {
    stage.begin(Terms.USUAL, RotationPolicy.STRICT_FAMILY, WRONG, false);
    stage.serve(stage.all(), "with wrong clocks");
    stage.serve(stage.all(), "with wrong clocks again");
    int first = stage.spends();
    /* Each host with a wrong clock may learn by one spend how far it is from the provider's. */
    stage.requireSpendsAtMost(WRONG.size() - 1, "before the end");
    stage.expire();
    stage.clocks(stage.all(), WRONG);
    for (int round = 0; round < 3; round++) {
      stage.serve(stage.all(), "after the end");
    }
    stage.requireSpends(first + 1, "in all");
    stage.requireAlive("at last");
  }

  private static void login(FleetStage stage) throws IOException {
    stage.begin(Terms.USUAL, RotationPolicy.STRICT_FAMILY);
    String old = stage.family();
    stage.login(stage.of(1).get(0));
    stage.expireEverywhere();
    stage.serve(stage.all(), "after the login");
    stage.requireSpends(1, "in all");
    stage.require(
        stage.simulator().ledger().spends(old).isEmpty(), "the login that was replaced was spent");
    stage.require(!stage.simulator().isFamilyAlive(old), "the login that was replaced is alive");
    stage.requireAlive("at last");
  }

  private static void logout(FleetStage stage) throws IOException {
    stage.begin(Terms.USUAL, RotationPolicy.STRICT_FAMILY);
    Program leaving = stage.of(2).get(0);
    leaving.order("logout");
    stage.obeyed(List.of(leaving), "team");
    stage.expireEverywhere();
    stage.refuse(stage.all(), "LOG_IN", "after the logout");
    stage.requireSpends(0, "after the logout");
    long since = System.nanoTime();
    stage.login(stage.of(1).get(0));
    stage.ask(stage.all());
    stage.recovered(since, stage.served(stage.all(), "after the login"));
    stage.requireAlive("at last");
  }

  private static void cutBefore(FleetStage stage) throws IOException {
    stage.begin(Terms.BRIEF, RotationPolicy.STRICT_FAMILY);
    stage.expireEverywhere();
    stage.network().cut(0);
    long since;
    try {
      stage.refuse(stage.of(0), "TRY_LATER", "while cut off");
      stage.serve(stage.of(1, 2), "beside the host that is cut off");
    } finally {
      since = System.nanoTime();
      stage.network().heal(0);
    }
    stage.ask(stage.of(0));
    stage.recovered(since, stage.served(stage.of(0), "when healed"));
    stage.requireSpends(1, "in all");
    stage.requireAlive("at last");
  }

  private static void cutDuring(FleetStage stage) throws IOException {
    cutOff(stage, RotationPolicy.STRICT_FAMILY, "BEFORE_COMMIT");
    stage.requireSpends(1, "besides the one that was never decided");
  }

  private static void cutAfter(FleetStage stage) throws IOException {
    cutOff(stage, RotationPolicy.GRACE_SIBLING, "AFTER_COMMIT");
    stage.requireSpends(2, "in all");
  }

  private static void cutOff(FleetStage stage, RotationPolicy policy, String point)
      throws IOException {
    stage.begin(Terms.BRIEF, policy);
    stage.hold(point);
    stage.expireEverywhere();
    stage.ask(stage.of(0));
    stage.awaitHeld();
    stage.network().cut(0);
    long since = System.nanoTime();
    try {
      stage.ask(stage.of(1, 2));
      stage.recovered(since, stage.served(stage.of(1, 2), "beside the host that is cut off"));
    } finally {
      stage.network().heal(0);
    }
    stage.served(stage.of(0), "when healed");
    stage.serve(stage.all(), "at last");
    stage.requireAlive("at last");
  }
}
