package dev.pawl.refresh;

import dev.pawl.authentication.ClientSecrets;
import dev.pawl.clock.TokenClock;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.oauth.client.AuthorizationGrant;
import dev.pawl.oauth.client.ClientCredentials;
import dev.pawl.policy.Freshness;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.process.OwnThread;
import dev.pawl.settings.ProfileSettings;
import dev.pawl.settings.Settings;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.FileStore;
import dev.pawl.store.journal.AnswerBond;
import dev.pawl.store.journal.AnswerFile;
import dev.pawl.store.journal.Journal;
import dev.pawl.store.journal.JournalRecord;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A refresh in memory, and a wait for one, before the first real ones: every process of the machine
 * waits for the one that refreshes, so that none should be loading classes meanwhile
 * (docs/adr/0008). Touches no file and no network.
 */
public final class WarmUp implements Runnable {
  private WarmUp() {}

  /** Runs in the background, behind everything else. */
  public static void start() {
    OwnThread.daemon(new WarmUp(), "pawl-warm-up").start();
  }

  @Override
  public void run() {
    try {
      ClientRegistration client =
          new ClientRegistration(
              "none", URI.create("http://127.0.0.1/"), null, "none", "", ReplayPolicy.UNKNOWN);
      Grant grant = Grant.login(client, TokenSet.ofRefresh("none"));
      SpendPolicy policy = new SpendPolicy(ProfileSettings.SILENT, "", Duration.ofSeconds(1));
      JournalRecord spends = JournalRecord.EMPTY.spending(grant, 0);
      policy.decide(new Case(grant, spends, TokenRequirement.USABLE, Freshness.of(0, 0, 0), 0));
      CompletableFuture<RefreshResult> early =
          CompletableFuture.completedFuture(new RefreshResult.Done());
      ProtectedThread.<RefreshResult>start("pawl-warm-up", () -> new RefreshResult.Done())
          .applyToEither(early, result -> result)
          .join();
      FileStore.warmUp(grant);
      Journal.warmUp(spends);
      AnswerFile.warmUp(new AnswerBond(1, 1, Fingerprint.of("none"), grant.client(), false));
      TokenEndpoint.warmUp();
      ClientSecrets nobodys =
          new ClientSecrets(new Settings(null, null), Map.of(), TokenClock.system());
      ClientCredentials unused = nobodys.read("none", client);
      AuthorizationGrant unusedGrant = nobodys.presented("none", grant).next();
      LockQueue.warmUp();
    } catch (IOException e) {
      System.getLogger(WarmUp.class.getName()).log(Level.DEBUG, "warm-up", e);
    }
  }
}
