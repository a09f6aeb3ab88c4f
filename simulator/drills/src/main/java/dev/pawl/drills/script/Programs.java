package dev.pawl.drills.script;

import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.Stage;
import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Programs without a person, whose issuer counts each request (RFC 6749, section 4.4). */
final class Programs {
  private static final int LIFETIMES = 3;

  /* Longer than all threads of a process take to ask. */
  private static final Duration QUIET = Duration.ofMillis(300);

  private Programs() {}

  /** One request a lifetime for all processes, and one after the API has refused the token. */
  static void run(Stage stage) throws IOException, InterruptedException {
    Issuers.withSecret(stage, ClientAuthentication.CLIENT_SECRET_BASIC);
    stage.program().begin();
    for (int lifetime = 1; lifetime <= LIFETIMES; lifetime++) {
      stage.expire();
      boolean served = stage.storm(Ask.token().threads(2).quiet(QUIET)).areAllServed();
      stage.require(served, "not served in lifetime " + lifetime);
      requireMints(stage, lifetime);
    }
    revokeLast(stage);
    stage.require(stage.storm(Ask.call()).areAllServed(), "not served after a refusal of the API");
    requireMints(stage, LIFETIMES + 1);
    stage.require(stage.spends() == 0, stage.spends() + " refresh tokens of a program");
  }

  private static void revokeLast(Stage stage) {
    List<LedgerEntry> asked = stage.provider().seen().of(Operation.CLIENT_CREDENTIALS).list();
    stage.provider().simulator().revokeAccessTokens(asked.get(asked.size() - 1).family());
  }

  private static void requireMints(Stage stage, int due) {
    stage.require(stage.mints() == due, stage.mints() + " requests where " + due + " are due");
  }
}
