package dev.pawl.simulator.core.client;

import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.jwt.SignedToken;
import dev.pawl.simulator.core.jwt.TokenReader;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What clients say of themselves, signed (RFC 7523, sections 2.2 and 3; OpenID Connect Core 1.0,
 * section 9). Each counts once. Thread-safe.
 */
public final class ClientAssertions {
  private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final TokenReader reader;
  private final Supplier<Set<String>> names;
  private final Supplier<Instant> now;
  private final UsedIdentifiers used = new UsedIdentifiers();

  /**
   * Creates a judge of assertions that has seen none.
   *
   * @param reader what they are read with
   * @param names of the server: one of them has to be the audience
   * @param now the server's time
   */
  public ClientAssertions(TokenReader reader, Supplier<Set<String>> names, Supplier<Instant> now) {
    this.reader = reader;
    this.names = names;
    this.now = now;
  }

  /** Forgets which were used. */
  void reset() {
    used.clear();
  }

  /** Tells whether a client of a request is to be known by an assertion. */
  static boolean isIn(Request request) {
    return request.parameter("client_assertion").isPresent();
  }

  /** Returns the client of a request with an assertion; empty if it proves nothing. */
  Optional<RegisteredClient> client(
      Request request, Function<String, Optional<RegisteredClient>> find) {
    return request
        .parameter("client_assertion")
        .filter(any -> request.parameter("client_assertion_type").equals(Optional.of(TYPE)))
        .flatMap(reader::read)
        .flatMap(
            token ->
                find.apply(token.text("sub"))
                    .filter(client -> isNamed(request, client))
                    .filter(client -> isBy(client, token) && counts(client, token)));
  }

  /** Returns the assertion that a token is asked with; empty if it proves nothing. */
  Optional<SignedToken> grant(Request request, Function<String, Optional<RegisteredClient>> find) {
    return request
        .parameter("assertion")
        .flatMap(reader::read)
        .filter(
            token ->
                find.apply(token.text("iss"))
                    .filter(client -> client.hasKeyOf(token) && counts(client, token))
                    .isPresent());
  }

  private static boolean isNamed(Request request, RegisteredClient client) {
    return request.parameter("client_id").orElse(client.id()).equals(client.id());
  }

  private static boolean isBy(RegisteredClient client, SignedToken token) {
    if (!token.text("iss").equals(client.id())) {
      return false;
    }
    return token.algorithm().equals(SignedToken.OF_A_SECRET)
        ? client.authentications().contains(ClientAuthentication.CLIENT_SECRET_JWT)
            && token.isMadeWith(client.secret())
        : client.authentications().contains(ClientAuthentication.PRIVATE_KEY_JWT)
            && client.hasKeyOf(token);
  }

  /* The last question uses it up. */
  private boolean counts(RegisteredClient client, SignedToken token) {
    Instant time = now.get();
    Instant end = token.time("exp").orElse(Instant.MIN);
    String id = token.text("jti");
    return time.isBefore(end)
        && !time.isBefore(token.time("nbf").orElse(Instant.MIN))
        && token.audiences().stream().anyMatch(names.get()::contains)
        && !id.isEmpty()
        && used.use(client.id() + " " + id, end, time);
  }
}
