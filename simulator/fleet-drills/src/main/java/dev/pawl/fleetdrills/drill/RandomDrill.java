package dev.pawl.fleetdrills.drill;

import dev.pawl.fleetdrills.drill.FleetDrill.Need;
import dev.pawl.fleetdrills.ground.Ground;
import dev.pawl.fleetdrills.ground.Program;
import dev.pawl.fleetdrills.ground.Terms;
import dev.pawl.simulator.core.RotationPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Troubles in an order, of a length and at a moment that come from the seed. */
final class RandomDrill {
  private static final int PROCESSES = 2;
  private static final int ROUNDS = 2;
  private static final int SOON_MILLIS = 300;
  private static final int LONG_MILLIS = 6_000;

  private enum Trouble {
    KILL,
    STOP,
    STORE,
    NO_ANSWER,
    REJECTED,
    CUT
  }

  private final FleetStage stage;
  private final SplittableRandom chance;

  private RandomDrill(FleetStage stage) {
    this.stage = stage;
    this.chance = new SplittableRandom(stage.seed());
  }

  static List<FleetDrill> all() {
    return List.of(
        new FleetDrill(
            65,
            "random",
            "two troubles by the seed; the provider forgives replays: no login",
            PROCESSES,
            Need.NOTHING,
            stage -> new RandomDrill(stage).run()));
  }

  private void run() throws IOException {
    stage.begin(Terms.BRIEF, RotationPolicy.GRACE_SIBLING);
    List<Program> left = stage.all();
    for (int round = 0; round < ROUNDS; round++) {
      left = round(left);
      stage.serve(left, "after the trouble");
      stage.requireAlive("after round " + (round + 1));
    }
  }

  private List<Program> round(List<Program> left) throws IOException {
    int choices = Trouble.values().length - (stage.network().lacks().isEmpty() ? 0 : 1);
    Trouble trouble = Trouble.values()[chance.nextInt(choices)];
    Program victim = left.get(chance.nextInt(left.size()));
    int host = chance.nextInt(Ground.HOSTS);
    if (trouble == Trouble.REJECTED) {
      stage.simulator().revokeAccessTokens(stage.family());
    } else {
      stage.expireEverywhere(left);
    }
    if (trouble == Trouble.NO_ANSWER) {
      stage.simulator().faults().add("oauth.refresh#1: AFTER_COMMIT empty");
    }
    stage.ask(left);
    stage.pause(Duration.ofMillis(chance.nextInt(SOON_MILLIS)));
    Duration longer = Duration.ofMillis(chance.nextInt(LONG_MILLIS));
    List<Program> served = left;
    switch (trouble) {
      case KILL -> {
        victim.kill();
        served = left.stream().filter(each -> each != victim).toList();
      }
      case STOP -> {
        victim.stop();
        stage.pause(longer);
        victim.resume();
      }
      case STORE -> {
        stage.engine().kill();
        stage.pause(longer.dividedBy(2));
        stage.engine().startAgain();
      }
      case CUT -> {
        stage.network().cut(host);
        stage.pause(longer);
        stage.network().heal(host);
      }
      case NO_ANSWER, REJECTED -> {}
    }
    long since = System.nanoTime();
    stage.recovered(since, stage.served(served, "with the trouble " + trouble));
    return served;
  }
}
