package dev.pawl;

import dev.pawl.Rules.Case;
import dev.pawl.Turn.Taken;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.process.OwnThread;
import dev.pawl.settings.ProfileSettings;
import dev.pawl.spi.Client;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.Replay;
import dev.pawl.spi.Tokens;
import dev.pawl.store.AnswerFile;
import dev.pawl.store.FileStore;
import dev.pawl.store.Journal;
import dev.pawl.store.JournalRecord;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A refresh in memory, and a wait for one, before the first real ones: every process of the machine
 * waits for the one that refreshes, so that none should be loading classes meanwhile
 * (docs/adr/0008). Touches no file and no network.
 */
final class Rehearsal implements Runnable {
  private Rehearsal() {}

  /** Runs in the background, behind everything else. */
  static void start() {
    OwnThread.daemon(new Rehearsal(), "pawl-rehearsal").start();
  }

  @Override
  public void run() {
    try {
      Client client =
          new Client("none", URI.create("http://127.0.0.1/"), null, "none", "", Replay.UNKNOWN);
      Grant grant = Grant.login(client, Tokens.ofRefresh("none"));
      Rules rules = new Rules(ProfileSettings.SILENT, "", Duration.ofSeconds(1));
      JournalRecord spends = JournalRecord.EMPTY.spending(grant, 0);
      rules.decide(new Case(grant, spends, Demand.USABLE, Freshness.of(0, 0, 0), 0));
      CompletableFuture<Taken> early = CompletableFuture.completedFuture(Taken.DONE);
      Uninterrupted.start("pawl-rehearsal", () -> Taken.DONE)
          .applyToEither(early, taken -> taken)
          .join();
      FileStore.rehearse(grant);
      Journal.rehearse(spends);
      AnswerFile.rehearse(new AnswerFile.Bond(1, 1, Fingerprint.of("none"), grant.client(), false));
      TokenEndpoint.rehearse();
      LockQueue.rehearse();
    } catch (IOException e) {
      System.getLogger(Rehearsal.class.getName()).log(Level.DEBUG, "rehearsal", e);
    }
  }
}
