package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.ResourceServer;
import dev.pawl.simulator.core.ResourceServer.Presented;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** IAM Identity Center's portal: credentials of a role for the access token of a session. */
final class SsoPortal {
  private final World world;
  private final ResourceServer tokens;
  private final CredentialGraph graph;
  private final Lifetimes lifetimes;

  SsoPortal(World world, ResourceServer tokens, CredentialGraph graph, Lifetimes lifetimes) {
    this.world = world;
    this.tokens = tokens;
    this.graph = graph;
    this.lifetimes = lifetimes;
  }

  Route route() {
    return Route.of(AwsOperations.SSO, "GET", "/federation/credentials", this::credentials);
  }

  private DeliveredReply credentials(Request request) {
    return tokens.serve(
        Event.of(AwsOperations.GET_ROLE_CREDENTIALS, "", request.caller()),
        request.header("x-amz-sso_bearer_token").orElse(""),
        (event, presented) -> decide(request, event, presented));
  }

  private Decision decide(Request request, Event event, Presented presented) {
    Instant now = world.clock().instant(AwsOperations.SSO);
    if (!presented.isGood()) {
      return Decision.of(event, AwsError.JSON.reply("UnauthorizedException", now));
    }
    Optional<String> role = request.parameter("role_name");
    Optional<String> account = request.parameter("account_id");
    if (role.isEmpty() || account.isEmpty()) {
      return Decision.of(
          event.outcome(Outcome.INVALID_REQUEST), AwsError.JSON.reply("InvalidPortalRequest", now));
    }
    RoleCredentials made =
        graph.mint(
            presented.family(),
            new AssumedRole(account.get(), role.get(), presented.account()),
            now.plus(lifetimes.role()));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("accessKeyId", made.accessKeyId());
    members.put("secretAccessKey", made.secretAccessKey());
    members.put("sessionToken", made.sessionToken());
    members.put("expiration", made.expiration().toEpochMilli());
    return Decision.of(
        event.issued(made.label()), Reply.json(200, Map.of("roleCredentials", members)));
  }
}
