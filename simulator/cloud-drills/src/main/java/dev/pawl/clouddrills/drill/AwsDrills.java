package dev.pawl.clouddrills.drill;

import dev.pawl.clouddrills.crew.BedrockProgram;
import dev.pawl.simulator.cloud.aws.AwsOperations;
import dev.pawl.simulator.cloud.aws.SsoSession;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Bedrock, with keys of a role that IAM Identity Center gives. */
final class AwsDrills {
  /* Pawl pauses for half a second after a failure; the library would for a tenth at most. */
  private static final Duration PAUSE = Duration.ofMillis(450);

  private AwsDrills() {}

  static List<CloudDrill> all() {
    return List.of(
        new CloudDrill(
            10,
            "aws-answer-lost",
            "the answer to the session's refresh is lost: not repeated below Pawl, no call is lost",
            false,
            AwsDrills::answerLost),
        new CloudDrill(
            30,
            "aws-clock-skew",
            "Bedrock's clock is 20 min ahead: two attempts at first, then one",
            false,
            AwsDrills::skew),
        new CloudDrill(
            31,
            "aws-lying-date",
            "a refusal of Bedrock has a Date decades off: no other client is misled",
            false,
            AwsDrills::lyingDate),
        new CloudDrill(
            34,
            "aws-session-ends",
            "the session ends in a burst: one person is asked once, all calls are served",
            false,
            AwsDrills::sessionEnds),
        new CloudDrill(
            35,
            "aws-keys-end",
            "the keys end in a burst, Bedrock says 403: got once more, no call is lost",
            false,
            AwsDrills::keysEnd),
        new CloudDrill(
            36,
            "aws-portal-401",
            "the portal refuses the token before its end: one refresh, no call is lost",
            false,
            AwsDrills::portalRefuses));
  }

  private static SsoSession begin(CloudStage stage) throws IOException {
    SsoSession session = stage.simulator().aws().newSession("alice");
    stage.user().environment().put("CLAUDE_CODE_USE_BEDROCK", "1");
    stage.simulator().aws().writeHome(stage.user().home(), session);
    stage.start(BedrockProgram.class);
    return session;
  }

  private static void skew(CloudStage stage) throws IOException {
    stage.simulator().clock().skew(AwsOperations.BEDROCK, Duration.ofMinutes(20));
    begin(stage);
    stage.callAll("at first");
    stage.requireAsked(AwsOperations.INVOKE_MODEL, 2 * stage.processes(), "at first");
    stage.callAll("once the clock was known");
    stage.requireAsked(AwsOperations.INVOKE_MODEL, 3 * stage.processes(), "at last");
    stage.require(
        Set.copyOf(stage.all("offset")).equals(Set.of("0")), "other clients are misled by Bedrock");
    stage.requireAsked(AwsOperations.GET_ROLE_CREDENTIALS, 1, "in all");
  }

  /* The SDK believes whoever refuses a signature, and signs once more by that clock. */
  private static void lyingDate(CloudStage stage) throws IOException {
    int all = stage.processes();
    begin(stage);
    stage
        .simulator()
        .faults()
        .add(
            "bedrock.invoke_model#1: BEFORE_COMMIT error=InvalidSignatureException dialect=aws-json"
                + " header='Date: Sat, 01 Jan 2000 00:00:00 GMT'");
    stage.callAll("at first");
    stage.requireAsked(AwsOperations.INVOKE_MODEL, all + 1, all + 2, "at first");
    stage.require(
        Set.copyOf(stage.all("offset")).equals(Set.of("0")), "other clients are misled by Bedrock");
    int before = stage.user().asked(AwsOperations.INVOKE_MODEL);
    stage.serveAll("other", "by other clients of the programs");
    stage.requireAsked(AwsOperations.INVOKE_MODEL, before + all, "in all");
  }

  /* The vendor's library would repeat at once what has no answer; Pawl asks again after its pause. */
  private static void answerLost(CloudStage stage) throws IOException {
    SsoSession session = begin(stage);
    stage.callAll("before");
    stage.simulator().aws().sso().revokeAccessTokens(session.family());
    stage.simulator().aws().expireCredentials();
    stage.simulator().faults().add("sso-oidc.refresh#1: AFTER_COMMIT empty");
    stage.persist("once the answer was lost");
    stage.requireAsked(AwsOperations.CREATE_TOKEN, 2, "in all");
    List<LedgerEntry> asked =
        stage.simulator().ledger().entries().of(AwsOperations.CREATE_TOKEN).list();
    long gap = asked.get(asked.size() - 1).nanos() - asked.get(0).nanos();
    stage.require(
        gap >= PAUSE.toNanos(), "asked again after " + gap / 1_000_000 + " ms: by the library");
  }

  private static void sessionEnds(CloudStage stage) throws IOException {
    wayToLogIn(stage);
    SsoSession session = begin(stage);
    stage.callAll("before");
    stage.simulator().aws().sso().revokeFamily(session.family());
    stage.simulator().aws().expireCredentials();
    stage.callAll("in the burst");
    stage.requirePrompts(1);
    stage.requireAsked(AwsOperations.CREATE_TOKEN, 1, "in all");
    stage.requireAsked(AwsOperations.GET_ROLE_CREDENTIALS, 2, 4, "in all");
    stage.requireAsked(AwsOperations.GET_CALLER_IDENTITY, 0, 1, "in all");
    stage.require(Set.copyOf(stage.all("key")).size() == 1, "not all have the same keys");
  }

  /* Somebody who logs in anew as soon as awsAuthRefresh asks, and whom all prompts are counted of. */
  private static void wayToLogIn(CloudStage stage) throws IOException {
    String file = ".aws/sso/cache/";
    Path again = stage.user().home().resolve("again");
    stage.simulator().aws().writeHome(again, stage.simulator().aws().newSession("alice again"));
    Path login =
        stage
            .user()
            .script(
                "login",
                "echo enter the code ABCD\necho >> $HOME/prompts\ncp $HOME/again/"
                    + file
                    + "* $HOME/"
                    + file);
    stage.user().settings("{\"awsAuthRefresh\": \"" + login + "\"}");
  }

  private static void keysEnd(CloudStage stage) throws IOException {
    begin(stage);
    stage.callAll("before");
    stage.simulator().aws().expireCredentials();
    stage.callAll("in the burst");
    stage.requireAsked(AwsOperations.GET_ROLE_CREDENTIALS, 2, "in all");
    stage.requireAsked(AwsOperations.CREATE_TOKEN, 0, "in all");
  }

  private static void portalRefuses(CloudStage stage) throws IOException {
    SsoSession session = begin(stage);
    stage.simulator().aws().sso().revokeAccessTokens(session.family());
    stage.callAll("in the burst");
    stage.requireAsked(AwsOperations.CREATE_TOKEN, 1, "in all");
    stage.requireAsked(AwsOperations.GET_ROLE_CREDENTIALS, 2, "in all");
  }
}
