package dev.pawl.drills.client;

import dev.pawl.drills.client.copy.ProcessTree;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What happens in each drill. All begin when every copy has been served. */
final class ClientTroubles {
  private static final int ROUNDS = 3;
  private static final int PAUSE_SECONDS = 3;
  private static final int STOP_SECONDS = 5;

  private ClientTroubles() {}

  static void herd(ClientStage stage) throws IOException, InterruptedException {
    for (int round = 1; round <= ROUNDS; round++) {
      stage.end();
      stage.over();
      if (!stage.served()) {
        return;
      }
    }
  }

  static void lostAnswer(ClientStage stage) throws IOException, InterruptedException {
    spoilt(stage, "refresh#1: AFTER_COMMIT reset");
  }

  static void slowAnswer(ClientStage stage) throws IOException, InterruptedException {
    spoilt(stage, "refresh#1: AFTER_COMMIT delay 5s");
  }

  static void cutAnswer(ClientStage stage) throws IOException, InterruptedException {
    spoilt(stage, "refresh#1: MID_BODY(20) reset");
  }

  private static void spoilt(ClientStage stage, String fault)
      throws IOException, InterruptedException {
    stage.fault(fault);
    stage.end();
    stage.struck();
    stage.over();
    stage.served();
  }

  static void busy(ClientStage stage) throws IOException, InterruptedException {
    stage.fault("refresh: BEFORE_COMMIT 429 retry-after=" + PAUSE_SECONDS);
    stage.end();
    LedgerEntry first = stage.struck();
    TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
    stage.noFaults();
    stage.askedAtMostOnceEach(first.sequence(), PAUSE_SECONDS);
    stage.over();
    if (stage.served()) {
      spoilt(stage, "refresh#1: BEFORE_COMMIT 503");
    }
  }

  static void down(ClientStage stage) throws IOException, InterruptedException {
    stage.simulator().down();
    stage.end();
    TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
    stage.simulator().up();
    stage.over();
    stage.served();
  }

  static void killSpender(ClientStage stage) throws IOException, InterruptedException {
    ProcessTree spender = held(stage);
    spender.kill();
    stage.simulator().faults().release();
    stage.over();
    stage.served();
  }

  static void stopSpender(ClientStage stage) throws IOException, InterruptedException {
    ProcessTree spender = held(stage);
    spender.stop();
    stage.simulator().faults().release();
    TimeUnit.SECONDS.sleep(STOP_SECONDS);
    spender.signal("CONT");
    stage.over();
    stage.served();
  }

  private static ProcessTree held(ClientStage stage) throws IOException, InterruptedException {
    stage.fault("refresh#1: AFTER_COMMIT hang");
    stage.end();
    LedgerEntry held = stage.struck();
    stage.awaitHeld(); // it is committed before it hangs
    return stage.treeOf(held);
  }
}
