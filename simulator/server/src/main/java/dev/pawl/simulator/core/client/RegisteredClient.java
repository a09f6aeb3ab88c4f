package dev.pawl.simulator.core.client;

import dev.pawl.simulator.core.jwt.SignedToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A client that the authorization server knows (RFC 6749, section 2). Immutable; its text form has
 * no secret.
 *
 * @param id its {@code client_id}
 * @param secret its secret; empty for a public client
 * @param keys its public keys by their ids, of which one may be empty; none if it signs nothing
 * @param certificate by what its certificate is known; empty if it shows none
 * @param authentications how it may prove who it is
 * @param redirectUris where a browser may be sent back to, compared as they stand but for the port
 *     of a loopback address (RFC 8252, section 7.3)
 * @param grantTypes the values of {@code grant_type} that it may use
 * @param scopes what it may ask for
 * @param requiresPush whether its authorization requests must be pushed (RFC 9126, section 6)
 * @param binding whether its tokens are bound to a key (RFC 9449, section 5.2)
 * @param targets the resources and audiences that it may ask for a token for (RFC 8707); none for
 *     any
 */
public record RegisteredClient(
    String id,
    String secret,
    Map<String, PublicKey> keys,
    Optional<KnownCertificate> certificate,
    Set<ClientAuthentication> authentications,
    Set<URI> redirectUris,
    Set<String> grantTypes,
    Set<String> scopes,
    boolean requiresPush,
    TokenBinding binding,
    Set<String> targets) {

  /** The scope that makes a login one of OpenID Connect. */
  public static final String OPENID = "openid";

  /** Asked for by name only: a request without a scope does not get them. */
  private static final Set<String> BY_NAME = Set.of(OPENID, "email", "offline_access");

  /** The scopes that the simulated API and OpenID Connect know. */
  public static final Set<String> SCOPES =
      Set.of("messages", "profile", OPENID, "email", "offline_access");

  /** The exchange of tokens (RFC 8693, section 2.1). */
  public static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

  /** A token for an assertion (RFC 7523, section 2.1). */
  public static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  /** The device code grant (RFC 8628, section 3.4). */
  public static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

  private static final Set<URI> LOOPBACK =
      Set.of(
          URI.create("http://127.0.0.1/callback"),
          URI.create("http://localhost/callback"),
          URI.create("http://[::1]/callback"));

  private static final Set<String> OF_A_PERSON =
      Set.of("authorization_code", "refresh_token", DEVICE_CODE);

  private static final Set<String> OF_A_PROGRAM =
      Set.of(
          "authorization_code",
          "refresh_token",
          DEVICE_CODE,
          "client_credentials",
          JWT_BEARER,
          TOKEN_EXCHANGE);

  /** Copies the sets. */
  public RegisteredClient {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("'id' is empty");
    }
    boolean isPublic = authentications.equals(Set.of(ClientAuthentication.NONE));
    if ((secret.isEmpty() && keys.isEmpty() && certificate.isEmpty()) != isPublic) {
      throw new IllegalArgumentException(
          "a client has a secret, a key or a certificate, or authenticates by NONE alone");
    }
    keys = Map.copyOf(keys);
    authentications = Set.copyOf(authentications);
    redirectUris = Set.copyOf(redirectUris);
    grantTypes = Set.copyOf(grantTypes);
    scopes = Set.copyOf(scopes);
    targets = Set.copyOf(targets);
  }

  /** Returns a public client for people: loopback redirects to {@code /callback}, all scopes. */
  public static RegisteredClient publicClient(String id) {
    Draft draft = new Draft(id);
    draft.authentications = Set.of(ClientAuthentication.NONE);
    draft.grantTypes = OF_A_PERSON;
    return draft.client();
  }

  /** Returns a client with a secret, sent in either way, that may log people in and itself too. */
  public static RegisteredClient confidential(String id, String secret) {
    Draft draft = new Draft(id);
    draft.secret = secret;
    draft.authentications =
        Set.of(ClientAuthentication.CLIENT_SECRET_BASIC, ClientAuthentication.CLIENT_SECRET_POST);
    return draft.client();
  }

  /** Returns a client that signs with a key of its own, and may do what one with a secret may. */
  public static RegisteredClient signing(String id, Map<String, PublicKey> keys) {
    Draft draft = new Draft(id);
    draft.keys = keys;
    draft.authentications = Set.of(ClientAuthentication.PRIVATE_KEY_JWT);
    return draft.client();
  }

  /** Returns a client that shows a certificate in TLS, and may do what one with a secret may. */
  public static RegisteredClient showing(String id, KnownCertificate certificate) {
    Draft draft = new Draft(id);
    draft.certificate = Optional.of(certificate);
    draft.authentications = Set.of(certificate.authentication());
    return draft.client();
  }

  /** Returns this client with these ways to authenticate alone. */
  public RegisteredClient authentications(Set<ClientAuthentication> others) {
    return but(draft -> draft.authentications = others);
  }

  /** Returns this client with these redirect addresses alone. */
  public RegisteredClient redirectUris(Set<URI> others) {
    return but(draft -> draft.redirectUris = others);
  }

  /** Returns this client with these grant types alone. */
  public RegisteredClient grantTypes(Set<String> others) {
    return but(draft -> draft.grantTypes = others);
  }

  /** Returns this client with these scopes alone. */
  public RegisteredClient scopes(Set<String> others) {
    return but(draft -> draft.scopes = others);
  }

  /** Returns this client, taken from its browser only with a request that was pushed. */
  public RegisteredClient requirePush() {
    return but(draft -> draft.requiresPush = true);
  }

  /** Returns this client, with its tokens bound to a key as that says. */
  public RegisteredClient binding(TokenBinding other) {
    return but(draft -> draft.binding = other);
  }

  /** Returns this client, which gets tokens for these resources and audiences alone. */
  public RegisteredClient targets(Set<String> others) {
    return but(draft -> draft.targets = others);
  }

  private RegisteredClient but(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.client();
  }

  /** A client that is being made. */
  private static final class Draft {
    private final String id;
    private String secret = "";
    private Map<String, PublicKey> keys = Map.of();
    private Optional<KnownCertificate> certificate = Optional.empty();
    private Set<ClientAuthentication> authentications = Set.of();
    private Set<URI> redirectUris = LOOPBACK;
    private Set<String> grantTypes = OF_A_PROGRAM;
    private Set<String> scopes = SCOPES;
    private boolean requiresPush;
    private TokenBinding binding = TokenBinding.OPTIONAL;
    private Set<String> targets = Set.of();

    Draft(String id) {
      this.id = id;
    }

    Draft(RegisteredClient client) {
      id = client.id;
      secret = client.secret;
      keys = client.keys;
      certificate = client.certificate;
      authentications = client.authentications;
      redirectUris = client.redirectUris;
      grantTypes = client.grantTypes;
      scopes = client.scopes;
      requiresPush = client.requiresPush;
      binding = client.binding;
      targets = client.targets;
    }

    RegisteredClient client() {
      return new RegisteredClient(
          id,
          secret,
          keys,
          certificate,
          authentications,
          redirectUris,
          grantTypes,
          scopes,
          requiresPush,
          binding,
          targets);
    }
  }

  /** Returns what it gets if it names no scope: all of its scopes but those of OpenID Connect. */
  public Set<String> defaultScopes() {
    Set<String> plain = new TreeSet<>(scopes);
    plain.removeAll(BY_NAME);
    return plain;
  }

  /** Tells whether a browser may be sent back there. */
  public boolean redirectsTo(URI address) {
    return redirectUris.contains(address) || redirectUris.contains(withoutLoopbackPort(address));
  }

  private static URI withoutLoopbackPort(URI address) {
    String host = String.valueOf(address.getHost());
    boolean loopback = host.equals("127.0.0.1") || host.equals("[::1]") || host.equals("localhost");
    return loopback && address.getPort() >= 0
        ? URI.create(address.toString().replaceFirst(":" + address.getPort(), ""))
        : address;
  }

  /** Tells, in a time that does not depend on it, whether this is the secret. */
  boolean hasSecret(String presented) {
    return MessageDigest.isEqual(
        presented.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }

  /** Tells whether a token was signed with the key that it names, or with any if it names none. */
  boolean hasKeyOf(SignedToken token) {
    return keys.entrySet().stream()
        .filter(
            key ->
                key.getKey().isEmpty() || key.getKey().equals(token.keyId().orElse(key.getKey())))
        .anyMatch(key -> token.isSignedBy(key.getValue()));
  }

  @Override
  public String toString() {
    return "RegisteredClient[" + id + ", " + authentications + "]";
  }
}
