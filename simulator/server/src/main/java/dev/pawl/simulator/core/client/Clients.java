package dev.pawl.simulator.core.client;

import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.jwt.SignedToken;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The clients that are registered. They may be changed at any time; thread-safe. */
public final class Clients {
  private static final String BASIC = "Basic ";

  private final RegisteredClient first;
  private final ClientAssertions assertions;
  private final Map<String, RegisteredClient> known = new ConcurrentHashMap<>();

  /**
   * Creates a registry with one client.
   *
   * @param assertions what judges those of clients that sign
   */
  public Clients(RegisteredClient first, ClientAssertions assertions) {
    this.first = first;
    this.assertions = assertions;
    put(first);
  }

  /** Registers a client; one of the same id is replaced. */
  public void put(RegisteredClient client) {
    known.put(client.id(), client);
  }

  /** Takes a client away; what was issued to it stays, and cannot be refreshed. */
  public void remove(String id) {
    known.remove(id);
  }

  /** Has the first client alone again. */
  public void reset() {
    known.clear();
    assertions.reset();
    put(first);
  }

  /** Returns a client by its id. */
  public Optional<RegisteredClient> find(String id) {
    return Optional.ofNullable(known.get(id));
  }

  /** Returns all clients. */
  public Collection<RegisteredClient> all() {
    return List.copyOf(known.values());
  }

  /**
   * Returns the client that a request to the token endpoint comes from (RFC 6749, section 2.3);
   * empty if it is unknown, gives a wrong secret, or proves itself in a way that is not registered
   * for it. Asked once a request: an assertion is good for one answer.
   */
  public Optional<RegisteredClient> authenticated(Request request) {
    if (ClientAssertions.isIn(request)) {
      return assertions.client(request, this::find);
    }
    Optional<String> basic =
        request
            .header("authorization")
            .filter(value -> value.regionMatches(true, 0, BASIC, 0, BASIC.length()))
            .map(value -> value.substring(BASIC.length()).strip());
    Optional<String> id = request.parameter("client_id");
    if (basic.isPresent()) {
      return byBasic(basic.get()).filter(client -> id.isEmpty() || id.get().equals(client.id()));
    }
    Optional<RegisteredClient> named = id.flatMap(this::find);
    Optional<String> secret = request.parameter("client_secret");
    if (secret.isEmpty() && request.certificate().isPresent()) {
      return named.filter(client -> isKnownBy(client, request.certificate().get()));
    }
    return secret.isPresent()
        ? named.filter(
            client ->
                client.authentications().contains(ClientAuthentication.CLIENT_SECRET_POST)
                    && client.hasSecret(secret.get()))
        : named.filter(client -> client.authentications().contains(ClientAuthentication.NONE));
  }

  /**
   * Returns the assertion of a request for a token (RFC 7523, sections 2.1 and 3), if a client
   * whose key is known has signed it for this server, and it is neither over nor used.
   */
  public Optional<SignedToken> assertion(Request request) {
    return assertions.grant(request, this::find);
  }

  /* Who may come without any proof may show a certificate too: it is not looked at. */
  private static boolean isKnownBy(RegisteredClient client, X509Certificate shown) {
    return client.authentications().contains(ClientAuthentication.NONE)
        || client
            .certificate()
            .filter(known -> client.authentications().contains(known.authentication()))
            .filter(known -> known.isShownAs(shown))
            .isPresent();
  }

  private Optional<RegisteredClient> byBasic(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon < 0) {
        return Optional.empty();
      }
      String secret = decoded(pair.substring(colon + 1));
      return find(decoded(pair.substring(0, colon)))
          .filter(
              client ->
                  client.authentications().contains(ClientAuthentication.CLIENT_SECRET_BASIC)
                      && client.hasSecret(secret));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not Base64, or not form-encoded
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
