package dev.pawl.oauth;

import dev.pawl.oauth.client.ClientCredential;
import dev.pawl.oauth.client.ClientProof;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.TokenSet;
import dev.pawl.wire.ServerText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A refresh token as it is presented, or the request of a client for a token of its own, and what
 * an answer to it is judged by.
 *
 * @param client to whom it belongs
 * @param proof what proves who the client is; good for one request
 * @param refreshToken the secret; or what {@link TokenSet#ofClientCredentials} put in its place
 * @param besides parameters that the issuer wants of a client that asks for a token of its own
 * @param unknownSecret whether it was sent with a secret that is not at hand any more
 * @param errors what this issuer's settings say of its errors
 */
public record Presentation(
    ClientRegistration client,
    ClientProof proof,
    String refreshToken,
    Map<String, String> besides,
    boolean unknownSecret,
    ErrorCodes errors) {
  /** Checks that all is given. */
  public Presentation {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(proof, "proof");
    Objects.requireNonNull(refreshToken, "refreshToken");
    Objects.requireNonNull(errors, "errors");
  }

  /** The presentation of a public client's refresh token. */
  public Presentation(ClientRegistration client, String refreshToken, ErrorCodes errors) {
    this(client, ClientCredential.NONE.prove(client), refreshToken, Map.of(), false, errors);
  }

  /**
   * What a dead process presented, to judge its answer by.
   *
   * @param hadSecret whether its client has a secret
   */
  public static Presentation before(
      ClientRegistration client, String refreshToken, boolean hadSecret, ErrorCodes errors) {
    return new Presentation(client, ClientProof.NONE, refreshToken, Map.of(), hadSecret, errors);
  }

  /** The presentation of a public {@code grant}'s refresh token, which it must have. */
  public static Presentation of(Grant grant, ErrorCodes errors) {
    return of(grant, ClientCredential.NONE, errors);
  }

  /**
   * The presentation of {@code grant}'s refresh token, which it must have.
   *
   * @throws dev.pawl.network.ConfigurationException if {@code credential} cannot sign
   */
  public static Presentation of(Grant grant, ClientCredential credential, ErrorCodes errors) {
    String refresh = grant.tokens().refresh();
    return new Presentation(
        grant.client(),
        credential.prove(grant.client()),
        Objects.requireNonNull(refresh, "no refresh token"),
        LastLogin.parameters(grant),
        false,
        errors);
  }

  /**
   * Whether the client asks for a token of its own (RFC 6749 section 4.4): no secret is presented.
   */
  boolean isClientCredentials() {
    return TokenSet.isClientCredentials(refreshToken);
  }

  /* Of a refresh token the scope is not sent: it then stays as granted, and some servers refuse a
   * repeated one. */
  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    if (!isClientCredentials()) {
      fields.put("grant_type", "refresh_token");
      fields.put("refresh_token", refreshToken);
    } else {
      fields.put("grant_type", "client_credentials");
      if (!client.scope().isEmpty()) {
        fields.put("scope", client.scope());
      }
      besides.forEach(fields::putIfAbsent);
    }
    return fields;
  }

  /** Whether the client proves who it is, and a server may therefore refuse that alone. */
  boolean isAuthenticated() {
    return proof.authenticated() || unknownSecret;
  }

  /** What {@code error} says besides; nothing if that may hold a secret that is not known here. */
  String told(ServerError error) {
    return unknownSecret ? "" : error.description();
  }

  /** What shows a server's words without the secrets of this request. */
  ServerText words() {
    return proof.words(isClientCredentials() ? "" : refreshToken);
  }

  /** Names the client, never the token. */
  @Override
  public String toString() {
    return "Presentation[client=" + client.clientId() + "]";
  }
}
