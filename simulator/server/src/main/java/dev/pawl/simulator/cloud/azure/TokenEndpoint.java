package dev.pawl.simulator.cloud.azure;

import dev.pawl.simulator.cloud.HomeFiles;
import dev.pawl.simulator.cloud.Refusal;
import dev.pawl.simulator.cloud.VendorTokenEndpoint;
import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.MachineTokens;
import dev.pawl.simulator.core.MachineTokens.Issued;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.jwt.TokenReader;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Outcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Entra's token endpoint, version 2.0: codes, device codes and refresh tokens of people, and
 * applications that log themselves in with a secret or a federated token. Any scope is granted.
 */
final class TokenEndpoint extends VendorTokenEndpoint {
  /** What only Entra has names for. */
  static final List<String> OWN = List.of("scope", "resource");

  private static final String UNPROVEN = "invalid_client";

  private final Supplier<URI> authority;
  private final ClaimedTokens claimed;

  TokenEndpoint(
      World world,
      SimulatedServer server,
      MachineTokens machines,
      TokenReader reader,
      Supplier<URI> authority,
      ClaimedTokens claimed) {
    super(world, server, machines, reader, OWN);
    this.authority = authority;
    this.claimed = claimed;
  }

  @Override
  protected Optional<Event> ofAMachine(Request request) {
    if (!request.parameter("grant_type").equals(Optional.of("client_credentials"))) {
      return Optional.empty();
    }
    String client = request.parameter("client_id").orElse("");
    Event event = Event.of(AzureOperations.CLIENT_CREDENTIALS, "", request.caller());
    return Optional.of(client.isEmpty() ? event : event.family(machines.family(client)));
  }

  @Override
  protected Reply worded(Request request, Reply reply) {
    Optional<String> refusal = Refusal.code(reply);
    if (refusal.isPresent()) {
      return switch (refusal.get()) {
        case "invalid_grant" -> AzureError.reply(reason(request, reply), now());
        case UNPROVEN -> AzureError.reply(UNPROVEN, now());
        case "authorization_pending" -> AzureError.reply("AADSTS70016", now());
        default -> reply;
      };
    }
    return reply.status() == 200 && reply.members().containsKey("access_token")
        ? person(request, reply)
        : reply;
  }

  /* Whether a token is unknown, over, or was revoked is told apart. */
  private String reason(Request request, Reply reply) {
    Optional<String> family = request.parameter("refresh_token").flatMap(server::familyOf);
    boolean isOver = String.valueOf(reply.members().get("error_description")).contains("expired");
    if (family.isEmpty()) {
      return "AADSTS70000";
    }
    return isOver && server.isFamilyAlive(family.get()) ? "AADSTS700082" : "AADSTS50173";
  }

  private Reply person(Request request, Reply reply) {
    String scope = request.parameter("scope").orElse("openid profile offline_access");
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("token_type", "Bearer");
    members.put("scope", scope);
    members.put("expires_in", reply.members().getOrDefault("expires_in", 0));
    members.put("ext_expires_in", reply.members().getOrDefault("expires_in", 0));
    members.put("access_token", reply.members().getOrDefault("access_token", ""));
    Object refreshToken = reply.members().get("refresh_token");
    if (refreshToken != null) {
      members.put("refresh_token", refreshToken);
    }
    members.put("id_token", idToken(request.parameter("client_id").orElse("")));
    members.put("client_info", part(Map.of("uid", Azure.PERSON, "utid", Azure.TENANT)));
    return reply.members(members);
  }

  /* Libraries read it, and verify no signature of what has come by TLS. */
  private String idToken(String client) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("ver", "2.0");
    claims.put("iss", authority.get() + "/" + Azure.TENANT + "/v2.0");
    claims.put("aud", client);
    claims.put("iat", now().getEpochSecond());
    claims.put("exp", now().plus(server.terms().accessTtl()).getEpochSecond());
    claims.put("oid", Azure.PERSON);
    claims.put("sub", Azure.PERSON);
    claims.put("tid", Azure.TENANT);
    claims.put("preferred_username", "alice@pawl.example");
    return part(Map.of("alg", "RS256", "typ", "JWT")) + "." + part(claims) + ".c2ltdWxhdGVk";
  }

  private static String part(Map<String, ?> members) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(HomeFiles.json(members).strip().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  protected Decision redeem(Request request, Event event) {
    String client = request.parameter("client_id").orElse("");
    Optional<String> problem = problem(request, client);
    Duration lifetime = server.terms().accessTtl();
    Optional<Issued> issued =
        problem.isPresent() ? Optional.empty() : machines.issue(client, lifetime);
    if (issued.isEmpty()) {
      return Decision.of(
          event.outcome(Outcome.INVALID_CLIENT),
          AzureError.reply(problem.orElse("AADSTS7000112"), now()));
    }
    request.parameter("claims").ifPresent(unused -> claimed.note(issued.get().value()));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("token_type", "Bearer");
    members.put("expires_in", lifetime.toSeconds());
    members.put("ext_expires_in", lifetime.toSeconds());
    members.put("access_token", issued.get().value());
    return Decision.of(event.access(issued.get().label()), Reply.json(200, members));
  }

  private Optional<String> problem(Request request, String client) {
    if (!client.equals(Azure.APPLICATION)) {
      return Optional.of("AADSTS700016");
    }
    Optional<String> assertion = request.parameter("client_assertion");
    if (assertion.isPresent()) {
      boolean isTimely =
          assertion
              .flatMap(reader::read)
              .flatMap(token -> token.time("exp"))
              .filter(now()::isBefore)
              .isPresent();
      return isTimely ? Optional.empty() : Optional.of("AADSTS700024");
    }
    return request.parameter("client_secret").equals(Optional.of(Azure.APPLICATION_SECRET))
        ? Optional.empty()
        : Optional.of(UNPROVEN);
  }
}
