package dev.pawl.oauth;

import dev.pawl.oauth.client.AuthorizationGrant;
import dev.pawl.oauth.client.ClientCredential;
import dev.pawl.oauth.client.ClientProof;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.ProofKey;
import dev.pawl.wire.ServerText;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An authorization grant as it is presented, and what an answer to it is judged by.
 *
 * @param client to whom it belongs
 * @param proof what proves who the client is; good for one request
 * @param refreshToken the secret; or what {@link dev.pawl.spi.TokenSet#minted} put in its place
 * @param grant what is presented
 * @param unknownSecret whether it was sent with a secret that is not at hand any more
 * @param key that its tokens are bound to (RFC 9449); null if to none
 * @param errors what this issuer's settings say of its errors
 */
public record Presentation(
    ClientRegistration client,
    ClientProof proof,
    String refreshToken,
    AuthorizationGrant grant,
    boolean unknownSecret,
    @Nullable ProofKey key,
    ErrorCodes errors) {
  /** Checks that all is given. */
  public Presentation {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(proof, "proof");
    Objects.requireNonNull(refreshToken, "refreshToken");
    Objects.requireNonNull(grant, "grant");
    Objects.requireNonNull(errors, "errors");
  }

  /** The presentation of a public client's refresh token. */
  public Presentation(ClientRegistration client, String refreshToken, ErrorCodes errors) {
    this(
        client,
        ClientCredential.NONE.prove(client),
        refreshToken,
        AuthorizationGrant.refresh(refreshToken),
        false,
        null,
        errors);
  }

  /**
   * What a dead process presented, to judge its answer by.
   *
   * @param hadSecret whether its client has a secret
   * @param key that its tokens are bound to; null if to none
   */
  public static Presentation before(
      ClientRegistration client,
      String refreshToken,
      boolean hadSecret,
      @Nullable ProofKey key,
      ErrorCodes errors) {
    return new Presentation(
        client,
        ClientProof.NONE,
        refreshToken,
        AuthorizationGrant.refresh(refreshToken),
        hadSecret,
        key,
        errors);
  }

  /** The presentation of a public {@code grant}'s refresh token, which it must have. */
  public static Presentation of(Grant grant, ErrorCodes errors) {
    return of(grant, ClientCredential.NONE, AuthorizationGrant.of(grant), errors);
  }

  /**
   * The presentation of {@code presented} for a token of {@code grant}.
   *
   * @throws dev.pawl.network.ConfigurationException if {@code credential} cannot sign
   */
  public static Presentation of(
      Grant grant, ClientCredential credential, AuthorizationGrant presented, ErrorCodes errors) {
    return new Presentation(
        grant.client(),
        credential.prove(grant.client()),
        Objects.requireNonNull(grant.tokens().refresh(), "no refresh token"),
        presented,
        false,
        ProofKey.of(grant),
        errors);
  }

  /** How the token is got. */
  GrantType type() {
    return GrantType.of(refreshToken);
  }

  Map<String, String> fields() {
    return grant.fields();
  }

  /** Whether the client proves who it is, and a server may therefore refuse that alone. */
  boolean isAuthenticated() {
    return proof.authenticated() || unknownSecret;
  }

  /** What {@code error} says besides; nothing if that may hold a secret that is not known here. */
  String told(ServerError error) {
    boolean unknown = unknownSecret || (proof.equals(ClientProof.NONE) && type().isMinted());
    return unknown ? "" : error.description();
  }

  /** What shows a server's words without the secrets of this request. */
  ServerText words() {
    return proof.words(grant.secrets());
  }

  /** Names the client, never the token. */
  @Override
  public String toString() {
    return "Presentation[client=" + client.clientId() + "]";
  }
}
