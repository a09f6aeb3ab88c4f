package dev.pawl.drills.script;

import dev.pawl.drills.stage.Answers;
import dev.pawl.drills.stage.Ask;
import dev.pawl.drills.stage.DrillTerms;
import dev.pawl.drills.stage.Stage;
import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.client.RegisteredClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/**
 * Logins at issuers that are known by name, before a provider that speaks as the vendor does. The
 * first of each drill is made by {@code pawl login} and a browser. What the vendor's answers mean,
 * the processes know from the preset alone.
 */
final class Issuers {
  private static final String SECRET = "the-secret-of-this-drills-client";
  private static final Set<String> ENDED = Set.of("LOG_IN");
  private static final Set<String> LATER = Set.of("TRY_LATER");

  private Issuers() {}

  /**
   * A desktop client whose secret goes into each refresh. An answer that is lost is asked for again
   * at once, since the refresh token stays; then the organization wants the person.
   */
  static void google(Stage stage) throws IOException, InterruptedException {
    withSecret(stage, ClientAuthentication.CLIENT_SECRET_POST);
    worded(stage, "google");
    stage.issuer("google").replay("free").begin();
    stage.expire();
    stage.fault("refresh#1: BEFORE_COMMIT empty");
    stage.require(stage.storm(Ask.call()).areAllServed(), "not served after a lost answer");
    stage.require(stage.spends() == 2, stage.spends() + " spends where two are due");
    ends(stage, "invalid_rapt dialect=google");
  }

  /** Status 200 whatever is meant, and tokens of type bot; busy for a while, then the end. */
  static void slack(Stage stage) throws IOException, InterruptedException {
    withSecret(stage, ClientAuthentication.CLIENT_SECRET_BASIC);
    worded(stage, "slack");
    stage.issuer("slack").begin();
    stage.expire();
    stage.fault("refresh#1: AFTER_COMMIT dialect=slack");
    stage.require(stage.storm(Ask.call()).areAllServed(), "not served with a token of type bot");
    stage.expire();
    stage.fault("refresh#1: BEFORE_COMMIT error=ratelimited dialect=slack");
    Answers busy = stage.storm(Ask.token().once(), LATER);
    stage.require(busy.served().count() == 0, "served by a provider that is busy: " + busy);
    stage.tick(Duration.ofSeconds(31));
    stage.fault("refresh#1: AFTER_COMMIT dialect=slack");
    stage.require(stage.storm(Ask.call()).areAllServed(), "not served after the pause");
    ends(stage, "invalid_refresh_token dialect=slack");
  }

  /**
   * First an OAuth app, whose token has no end and no refresh token: it is used until the API
   * refuses it. Then a GitHub App: forms where JSON was asked for; errors with status 200.
   */
  static void github(Stage stage) throws IOException, InterruptedException {
    withSecret(stage, ClientAuthentication.CLIENT_SECRET_POST);
    worded(stage, "github-oauth");
    stage.issuer("github").begin();
    stage.tick(stage.terms().lifetime().minusSeconds(60));
    stage.require(stage.storm(Ask.call()).areAllServed(), "not served by a token without an end");
    stage.tick(Duration.ofSeconds(61));
    Answers over = stage.storm(Ask.call().once(), ENDED);
    stage.require(over.served().count() == 0, "served with a token that the API refuses: " + over);
    stage.require(stage.spends() == 0, stage.spends() + " spends where there is nothing to spend");
    stage.loginAgain();
    stage.expire();
    stage.fault("refresh#1: AFTER_COMMIT dialect=github");
    stage.require(stage.storm(Ask.call()).areAllServed(), "not served from a form");
    ends(stage, "bad_refresh_token dialect=github");
  }

  /**
   * The API wants a token that was refreshed with the claims that it names, then the token endpoint
   * is busy, then it wants the person.
   */
  static void entra(Stage stage) throws IOException, InterruptedException {
    stage.issuer("microsoft").replay("free").begin();
    stage.provider().simulator().demandClaims(true);
    stage.require(stage.storm(Ask.call()).areAllServed(), "not served after a challenge");
    stage.require(stage.spends() == 1, stage.spends() + " spends for one challenge");
    stage.provider().simulator().demandClaims(false);
    stage.expire();
    stage.fault("refresh#1: BEFORE_COMMIT error=temporarily_unavailable dialect=entra");
    stage.require(stage.storm(Ask.call()).areAllServed(), "not served once it passed");
    ends(stage, "interaction_required dialect=entra");
  }

  /* The login by pawl login is answered as the vendor does it. */
  private static void worded(Stage stage, String dialect) {
    stage.provider().simulator().faults().add("login#1: AFTER_COMMIT dialect=" + dialect);
  }

  /* The refusal is presented to everybody and asked for once; one login, and what was refused
   * before says nothing of it. */
  private static void ends(Stage stage, String error) throws IOException, InterruptedException {
    int spends = stage.spends();
    stage.expire();
    stage.fault("refresh#1: BEFORE_COMMIT error=" + error);
    Answers refused = stage.storm(Ask.token().once(), ENDED);
    stage.require(refused.served().count() == 0, "served from a refused login: " + refused);
    stage.tick(DrillTerms.TTL);
    stage.storm(Ask.token().once(), ENDED);
    stage.require(stage.spends() == spends + 1, "a refused token was presented again");
    stage.prompt();
    stage.require(stage.storm(Ask.call()).areAllServed(), "the verdict outlived its login");
  }

  static void withSecret(Stage stage, ClientAuthentication method) throws IOException {
    String client = stage.provider().simulator().clientId();
    stage
        .provider()
        .simulator()
        .clients()
        .put(RegisteredClient.confidential(client, SECRET).authentications(Set.of(method)));
    Path directory = Files.createDirectories(stage.files().root().resolveSibling("secrets"));
    Path file = directory.resolve(stage.files().root().getFileName() + ".secret");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, SECRET);
    stage.clientSecret(file);
  }
}
