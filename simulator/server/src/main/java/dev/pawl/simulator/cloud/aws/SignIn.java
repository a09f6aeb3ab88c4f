package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.cloud.Route;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The authorization server of {@code aws login}: its access tokens are credentials of a role for 15
 * minutes. A request that proves the possession of a key (RFC 9449) is judged by it.
 */
final class SignIn {
  /** The client that all developers have. */
  static final String CLIENT = "arn:aws:signin:::devtools/same-device";

  private final World world;
  private final SimulatedServer server;
  private final CredentialGraph graph;
  private final Endpoint token;

  SignIn(World world, SimulatedServer server, CredentialGraph graph) {
    this.world = world;
    this.server = server;
    this.graph = graph;
    this.token = server.tokenEndpoint();
  }

  Route route() {
    return Route.of(server.service(), "POST", "/v1/token", this::create);
  }

  private DeliveredReply create(Request request) {
    DeliveredReply answer = token.handle(TokenWording.form(request));
    Reply reply = answer.reply();
    Object access = reply.members().get("access_token");
    if (reply.status() == 200 && access != null) {
      return answer.with(granted(reply, String.valueOf(access)));
    }
    Object error = reply.members().get("error");
    return "invalid_grant".equals(error)
        ? answer.with(AwsError.JSON.reply(ended(request), now()))
        : error == null || reply.headers().containsKey("x-amzn-ErrorType")
            ? answer
            : answer.with(AwsError.JSON.reply("ValidationException", now()));
  }

  private static String ended(Request request) {
    return request.parameter("grantType").filter("authorization_code"::equals).isPresent()
        ? "AUTHCODE_EXPIRED"
        : "TOKEN_EXPIRED";
  }

  private Reply granted(Reply reply, String access) {
    RoleCredentials made = credentials(server.familyOf(access).orElse(AwsOperations.SIGNIN.name()));
    Map<String, Object> credentials = new LinkedHashMap<>();
    credentials.put("accessKeyId", made.accessKeyId());
    credentials.put("secretAccessKey", made.secretAccessKey());
    credentials.put("sessionToken", made.sessionToken());
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("accessToken", credentials);
    members.put("tokenType", "aws_sigv4");
    members.put("expiresIn", reply.members().getOrDefault("expires_in", 900));
    members.put("refreshToken", reply.members().getOrDefault("refresh_token", ""));
    return reply.members(members);
  }

  /** Makes credentials of a session. */
  RoleCredentials credentials(String family) {
    return graph.mint(
        family,
        new AssumedRole(Aws.ACCOUNT, "login", "developer"),
        now().plus(server.terms().accessTtl()));
  }

  private Instant now() {
    return world.clock().instant(server.service());
  }
}
