package dev.pawl.drills.script;

import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.Stage;
import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Logins by {@code pawl login}, in which the person, the browser or the server is odd. */
final class Logins {
  private static final String PUBLIC_CLIENT = "microsoft";
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /* RFC 8628, section 3.5. */
  private static final Duration SLOWER = INTERVAL.plusSeconds(5);

  private Logins() {}

  /**
   * On another device: denied, then not typed in time, then approved by a server that wants to be
   * asked more seldom.
   */
  static void onDevice(Stage stage) throws IOException, InterruptedException {
    Consent consent = stage.provider().simulator().consent();
    consent.interval(INTERVAL);
    stage.issuer(PUBLIC_CLIENT).onDevice().open();
    consent.device(Consent.Manner.DENY);
    fails(stage, "denied");
    consent.device(Consent.Manner.ASK);
    consent.lifetime(Duration.ofSeconds(3));
    fails(stage, "not typed in time");
    consent.device(Consent.Manner.APPROVE);
    consent.lifetime(Duration.ofMinutes(10));
    long before = stage.provider().simulator().ledger().position();
    stage.provider().simulator().faults().add("poll#1: BEFORE_COMMIT error=slow_down");
    stage.begin();
    Entries seen = stage.provider().simulator().ledger().since(before);
    List<LedgerEntry> slowed = seen.of(Operation.POLL).list();
    List<LedgerEntry> granted = seen.of(Operation.LOGIN).list();
    boolean once = slowed.size() == 1 && granted.size() == 1;
    stage.require(once, "polls: " + slowed + ", logins: " + granted);
    stage.require(
        once && granted.get(0).nanos() - slowed.get(0).nanos() >= SLOWER.toNanos(),
        "it was told to slow down, and asked earlier than after " + SLOWER.toSeconds() + " s");
    refreshes(stage);
  }

  private static void fails(Stage stage, String words) throws IOException, InterruptedException {
    ChildReply reply = stage.tryCommandLogin(stage.crew().first());
    stage.require(
        !reply.isOk() && reply.message().contains(words),
        "the login did not say that it was " + words + ": " + reply.message());
  }

  /** In the browser: a forged callback first, and then the person's twice at once. */
  static void callbackTwice(Stage stage) throws IOException, InterruptedException {
    stage.issuer(PUBLIC_CLIENT).browserTwice().begin();
    int redeemed = stage.provider().simulator().ledger().entries().of(Operation.LOGIN).count();
    stage.require(redeemed == 1, "the code was presented " + redeemed + " times");
    refreshes(stage);
  }

  private static void refreshes(Stage stage) throws IOException, InterruptedException {
    stage.expire();
    stage.require(stage.storm(Ask.call()).areAllServed(), "not served after the login");
    stage.require(stage.spends() == 1, stage.spends() + " spends where one is due");
  }
}
