package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.jwt.SignedToken;
import dev.pawl.simulator.core.jwt.TokenReader;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Security Token Service: requests in forms, answers in XML. */
final class Sts {
  private static final Duration TOLERANCE = Duration.ofMinutes(15);
  private static final Pattern ROLE =
      Pattern.compile("arn:[^:]+:iam::([0-9]{12}):role/(?:.*/)?(.+)");

  private final World world;
  private final CredentialGraph graph;
  private final TokenReader reader;
  private final Lifetimes lifetimes;
  private final SignedService service;

  Sts(World world, CredentialGraph graph, TokenReader reader, Lifetimes lifetimes) {
    this.world = world;
    this.graph = graph;
    this.reader = reader;
    this.lifetimes = lifetimes;
    this.service = new SignedService(world, AwsOperations.STS, graph, TOLERANCE, AwsError.XML);
  }

  List<Route> routes() {
    return List.of(
        Route.of(AwsOperations.STS, "POST", "/", this::answer),
        Route.of(AwsOperations.STS, "GET", "/", this::answer));
  }

  private DeliveredReply answer(Request request) {
    return switch (request.parameter("Action").orElse("")) {
      case "GetCallerIdentity" ->
          service.signed(
              request,
              Event.of(AwsOperations.GET_CALLER_IDENTITY, "", request.caller()),
              (event, credentials) -> Decision.of(event, identity(credentials)));
      case "AssumeRole" ->
          service.signed(
              request,
              Event.of(AwsOperations.ASSUME_ROLE, "", request.caller()),
              (event, credentials) -> assumed("AssumeRole", request, event, event.family()));
      case "AssumeRoleWithWebIdentity" ->
          service.unsigned(
              Event.of(AwsOperations.ASSUME_ROLE_WITH_WEB_IDENTITY, "", request.caller()),
              (event, now) -> byWebIdentity(request, event, now));
      default ->
          service.unsigned(
              Event.of(AwsOperations.STS_OTHER, "", request.caller()),
              (event, now) -> refused(event, "InvalidAction", now));
    };
  }

  private Decision byWebIdentity(Request request, Event event, Instant now) {
    Optional<SignedToken> token = request.parameter("WebIdentityToken").flatMap(reader::read);
    if (token.isEmpty()) {
      return refused(event, "InvalidIdentityToken", now);
    }
    Instant end = token.get().time("exp").orElse(Instant.MIN);
    return now.isBefore(end)
        ? assumed("AssumeRoleWithWebIdentity", request, event, AwsOperations.STS.name())
        : Decision.of(
            event.outcome(Outcome.EXPIRED), AwsError.XML.reply("ExpiredTokenException", now));
  }

  private Decision assumed(String action, Request request, Event event, String family) {
    Instant now = world.clock().instant(AwsOperations.STS);
    Matcher arn = ROLE.matcher(request.parameter("RoleArn").orElse(""));
    Optional<String> session = request.parameter("RoleSessionName");
    Duration lifetime = lifetimes.role();
    try {
      lifetime =
          request
              .parameter("DurationSeconds")
              .map(seconds -> Duration.ofSeconds(Integer.parseInt(seconds)))
              .orElse(lifetime);
    } catch (NumberFormatException e) {
      return refused(event, "ValidationError", now);
    }
    if (!arn.matches() || session.isEmpty()) {
      return refused(event, "ValidationError", now);
    }
    AssumedRole role = new AssumedRole(arn.group(1), arn.group(2), session.get());
    RoleCredentials made = graph.mint(family, role, now.plus(lifetime));
    return Decision.of(event.issued(made.label()), xml(action, credentials(made) + user(role)));
  }

  private static Reply identity(RoleCredentials credentials) {
    AssumedRole role = credentials.role();
    return xml(
        "GetCallerIdentity",
        element("Arn", role.arn())
            + element("UserId", role.userId())
            + element("Account", role.account()));
  }

  private static String credentials(RoleCredentials made) {
    return element("AccessKeyId", made.accessKeyId())
        .concat(element("SecretAccessKey", made.secretAccessKey()))
        .concat(element("SessionToken", made.sessionToken()))
        .concat(element("Expiration", made.expiration().truncatedTo(ChronoUnit.SECONDS).toString()))
        .transform(all -> "<Credentials>" + all + "</Credentials>");
  }

  private static String user(AssumedRole role) {
    return "<AssumedRoleUser>"
        + element("AssumedRoleId", role.userId())
        + element("Arn", role.arn())
        + "</AssumedRoleUser>";
  }

  private static Reply xml(String action, String result) {
    String id = AwsError.requestId();
    String text =
        """
        <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult>%2$s</%1$sResult>\
        <ResponseMetadata><RequestId>%3$s</RequestId></ResponseMetadata></%1$sResponse>
        """
            .formatted(action, result, id);
    return new Reply(200, Map.of(), new Reply.Text("text/xml", text))
        .header("x-amzn-RequestId", id);
  }

  private static String element(String name, String value) {
    String escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<" + name + ">" + escaped + "</" + name + ">";
  }

  private static Decision refused(Event event, String code, Instant now) {
    return Decision.of(event.outcome(Outcome.INVALID_REQUEST), AwsError.XML.reply(code, now));
  }
}
