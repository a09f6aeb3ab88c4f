package dev.pawl.simulator.core;

import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.client.PossessionProofs;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.jwt.SignedToken;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What an issuer says of itself: the metadata of RFC 8414, with those of OpenID Connect Discovery
 * 1.0, section 3.
 */
final class Metadata {
  /** The endpoints at which clients prove who they are, by their names. */
  private static final Map<String, String> MUTUAL =
      new TreeMap<>(
          Map.of(
              "token_endpoint", "/oauth/token",
              "revocation_endpoint", "/oauth/revoke",
              "introspection_endpoint", "/oauth/introspect",
              "device_authorization_endpoint", "/oauth/device_authorization",
              "pushed_authorization_request_endpoint", "/oauth/par",
              "userinfo_endpoint", "/oauth/userinfo"));

  private final Realm realm;

  Metadata(Realm realm) {
    this.realm = realm;
  }

  Map<String, Object> document() {
    URI base = realm.issuer().get();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", base.toString());
    document.put("authorization_endpoint", base + "/oauth/authorize");
    document.put("token_endpoint", base + "/oauth/token");
    document.put("revocation_endpoint", base + "/oauth/revoke");
    document.put("introspection_endpoint", base + "/oauth/introspect");
    document.put("device_authorization_endpoint", base + "/oauth/device_authorization");
    document.put("pushed_authorization_request_endpoint", base + "/oauth/par");
    document.put("userinfo_endpoint", base + "/oauth/userinfo");
    document.put("jwks_uri", base + "/oauth/jwks");
    document.put("response_types_supported", List.of("code"));
    document.put("response_modes_supported", AuthorizationRules.MODES);
    document.put("grant_types_supported", sorted(client -> client.grantTypes().stream()));
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of(realm.signer().algorithm()));
    document.put("code_challenge_methods_supported", List.of("S256"));
    document.put("token_endpoint_auth_methods_supported", authentications());
    document.put("revocation_endpoint_auth_methods_supported", authentications());
    document.put("introspection_endpoint_auth_methods_supported", proofs());
    for (String endpoint : List.of("token", "revocation", "introspection")) {
      document.put(endpoint + "_endpoint_auth_signing_alg_values_supported", algorithms());
    }
    document.put("mtls_endpoint_aliases", aliases(base));
    document.put("dpop_signing_alg_values_supported", PossessionProofs.ALGORITHMS);
    document.put(
        "request_uri_parameter_supported", false); // those that were pushed need no support
    document.put("authorization_response_iss_parameter_supported", true);
    document.put("scopes_supported", sorted(client -> client.scopes().stream()));
    document.values().removeIf(List.of()::equals); // RFC 8414, section 3.2
    document.values().removeIf(Map.of()::equals);
    return document;
  }

  /* RFC 8705, section 5: there with the methods that need them. */
  private Map<String, Object> aliases(URI base) {
    boolean shown =
        realm.clients().all().stream().anyMatch(client -> client.certificate().isPresent());
    Map<String, Object> aliases = new LinkedHashMap<>();
    if (shown && "https".equals(base.getScheme())) {
      MUTUAL.forEach((name, path) -> aliases.put(name, base + "/mtls" + path));
    }
    return aliases;
  }

  private List<String> authentications() {
    return sorted(client -> client.authentications().stream().map(ClientAuthentication::word));
  }

  private List<String> proofs() {
    return authentications().stream()
        .filter(word -> !word.equals(ClientAuthentication.NONE.word()))
        .toList();
  }

  /* RFC 8414, section 2: there with the methods that sign. */
  private List<String> algorithms() {
    List<String> methods = authentications();
    List<String> algorithms = new ArrayList<>();
    if (methods.contains(ClientAuthentication.PRIVATE_KEY_JWT.word())) {
      algorithms.addAll(SignedToken.OF_A_KEY);
    }
    if (methods.contains(ClientAuthentication.CLIENT_SECRET_JWT.word())) {
      algorithms.add(SignedToken.OF_A_SECRET);
    }
    return algorithms;
  }

  private List<String> sorted(Function<RegisteredClient, Stream<String>> words) {
    return realm.clients().all().stream().flatMap(words).distinct().sorted().toList();
  }
}
