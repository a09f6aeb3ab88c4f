package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.operation.Operation;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;

/** The authorization server's metadata (RFC 8414). */
final class Metadata implements Endpoint {
  private final Realm realm;
  private final Guard guard;
  private final ReentrantLock lock = new ReentrantLock();

  Metadata(Realm realm) {
    this.realm = realm;
    this.guard = realm.guard();
  }

  @Override
  public DeliveredReply handle(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return DeliveredReply.of(Reply.empty(405).header("Allow", "GET, HEAD"));
    }
    Event event = Event.of(Operation.METADATA, "", request.caller());
    return guard.serve(lock, event, known -> Decision.of(known, Reply.json(200, document())));
  }

  private Map<String, Object> document() {
    URI base = realm.issuer().get();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", base.toString());
    document.put("authorization_endpoint", base + "/oauth/authorize");
    document.put("token_endpoint", base + "/oauth/token");
    document.put("revocation_endpoint", base + "/oauth/revoke");
    document.put("device_authorization_endpoint", base + "/oauth/device_authorization");
    document.put("response_types_supported", List.of("code"));
    document.put("grant_types_supported", sorted(client -> client.grantTypes().stream()));
    document.put("code_challenge_methods_supported", List.of("S256"));
    document.put("token_endpoint_auth_methods_supported", authentications());
    document.put("revocation_endpoint_auth_methods_supported", authentications());
    document.put("authorization_response_iss_parameter_supported", true);
    document.put("scopes_supported", sorted(client -> client.scopes().stream()));
    return document;
  }

  private List<String> authentications() {
    return sorted(client -> client.authentications().stream().map(ClientAuthentication::word));
  }

  private List<String> sorted(Function<RegisteredClient, Stream<String>> words) {
    return realm.clients().all().stream().flatMap(words).distinct().sorted().toList();
  }
}
