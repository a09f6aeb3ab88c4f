package dev.pawl.drills.client;

import dev.pawl.drills.client.copy.ProcessTree;
import dev.pawl.drills.client.copy.SmallDisk;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What happens in each drill. All begin when every copy has been served. */
final class ClientTroubles {
  private static final int ROUNDS = 3;
  private static final int PAUSE_SECONDS = 3;
  private static final int STOP_SECONDS = 5;
  private static final int LOOK_MILLIS = 10;

  private ClientTroubles() {}

  static void herd(ClientStage stage) throws IOException, InterruptedException {
    for (int round = 1; round <= ROUNDS; round++) {
      stage.play();
      stage.over();
      if (!stage.served()) {
        return;
      }
    }
  }

  /** Plays it to its end. */
  static void given(ClientStage stage) throws IOException, InterruptedException {
    stage.play();
    stage.over();
    stage.served();
  }

  /** Plays it until its fault has struck. */
  static void spoilt(ClientStage stage) throws IOException, InterruptedException {
    stage.play();
    stage.struck();
    stage.over();
    stage.served();
  }

  /** Plays it to its end, and until all its faults have struck that are for so many requests. */
  static void scenario(ClientStage stage) throws IOException, InterruptedException {
    stage.playWhole();
    stage.allStruck();
    stage.over();
    stage.served();
  }

  static void busy(ClientStage stage) throws IOException, InterruptedException {
    stage.play();
    LedgerEntry first = stage.struck();
    TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
    stage.askedAtMostOnceEach(first.sequence(), PAUSE_SECONDS);
    stage.over();
    if (stage.served()) {
      stage.play(Scenarios.named("busy-again"));
      stage.struck();
      stage.over();
      stage.served();
    }
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

  /** Full before the spend: who cannot save must not spend. */
  static void diskFull(ClientStage stage) throws IOException, InterruptedException {
    SmallDisk disk = stage.disk();
    disk.fill();
    stage.play();
    stage.noticed();
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PAUSE_SECONDS);
        System.nanoTime() - end < 0; ) {
      disk.fill(); // what the copies delete is no room either
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    disk.free();
    stage.over();
    stage.served();
  }

  private static ProcessTree held(ClientStage stage) throws IOException, InterruptedException {
    stage.play();
    LedgerEntry held = stage.struck();
    stage.awaitHeld(); // it is committed before it hangs
    return stage.treeOf(held);
  }
}
