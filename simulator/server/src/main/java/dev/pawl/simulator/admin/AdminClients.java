package dev.pawl.simulator.admin;

import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.client.Clients;
import dev.pawl.simulator.core.client.KnownCertificate;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.client.TokenBinding;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.jose.KeySet;
import dev.pawl.simulator.tls.PemCertificate;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The registered clients, as the admin API shows and changes them. Thread-safe. */
final class AdminClients {
  private final Clients clients;

  AdminClients(Clients clients) {
    this.clients = clients;
  }

  /** Shows all clients, without their secrets. */
  Reply show() {
    List<Map<String, Object>> all =
        clients.all().stream()
            .sorted(Comparator.comparing(RegisteredClient::id))
            .map(AdminClients::members)
            .toList();
    return Reply.json(200, Map.of("clients", all));
  }

  /** Registers a client; lists of words are separated by spaces. */
  Reply put(Request request) {
    AdminRequest order =
        AdminRequest.ofBody(
            request,
            "id",
            "secret",
            "jwks",
            "certificate",
            "subject",
            "authentications",
            "redirectUris",
            "grantTypes",
            "scopes",
            "requirePush",
            "binding");
    String id = order.required("id");
    RegisteredClient client =
        order
            .text("secret")
            .map(secret -> RegisteredClient.confidential(id, secret))
            .or(
                () ->
                    order.text("jwks").map(keys -> RegisteredClient.signing(id, KeySet.read(keys))))
            .or(
                () ->
                    order
                        .text("certificate")
                        .map(pem -> known(order, pem))
                        .map(known -> RegisteredClient.showing(id, known)))
            .orElseGet(() -> RegisteredClient.publicClient(id));
    Optional<Set<String>> authentications = words(order, "authentications");
    if (authentications.isPresent()) {
      client =
          client.authentications(
              authentications.get().stream()
                  .map(AdminClients::authentication)
                  .collect(Collectors.toSet()));
    }
    Optional<Set<String>> redirects = words(order, "redirectUris");
    if (redirects.isPresent()) {
      client =
          client.redirectUris(
              redirects.get().stream().map(URI::create).collect(Collectors.toSet()));
    }
    Optional<Set<String>> grantTypes = words(order, "grantTypes");
    if (grantTypes.isPresent()) {
      client = client.grantTypes(grantTypes.get());
    }
    Optional<Set<String>> scopes = words(order, "scopes");
    if (scopes.isPresent()) {
      client = client.scopes(scopes.get());
    }
    client = client.binding(order.constant("binding", TokenBinding.class).orElse(client.binding()));
    clients.put(order.flag("requirePush").orElse(false) ? client.requirePush() : client);
    return show();
  }

  /* With a subject it is the authority's, else the client's own. */
  private static KnownCertificate known(AdminRequest order, String pem) {
    X509Certificate certificate = PemCertificate.read(pem);
    return order
        .text("subject")
        .map(subject -> KnownCertificate.of(subject, certificate))
        .orElseGet(() -> KnownCertificate.pinned(certificate));
  }

  private static Optional<Set<String>> words(AdminRequest order, String name) {
    return order.text(name).map(text -> Set.copyOf(Arrays.asList(text.strip().split(" +", -1))));
  }

  private static ClientAuthentication authentication(String word) {
    return Arrays.stream(ClientAuthentication.values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'authentications' are of none, client_secret_basic, client_secret_post,"
                        + " client_secret_jwt, private_key_jwt, tls_client_auth,"
                        + " self_signed_tls_client_auth"));
  }

  private static Map<String, Object> members(RegisteredClient client) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", client.id());
    members.put(
        "authentications",
        client.authentications().stream().map(ClientAuthentication::word).sorted().toList());
    members.put(
        "redirectUris", client.redirectUris().stream().map(URI::toString).sorted().toList());
    members.put("grantTypes", client.grantTypes().stream().sorted().toList());
    members.put("scopes", client.scopes().stream().sorted().toList());
    members.put("requirePush", client.requiresPush());
    members.put("binding", client.binding().name());
    return members;
  }
}
