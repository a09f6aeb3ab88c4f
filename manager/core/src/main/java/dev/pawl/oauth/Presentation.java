package dev.pawl.oauth;

import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.wire.ServerText;
import java.util.Objects;

/**
 * A refresh token as it is presented, and what an answer to it is judged by.
 *
 * @param client to whom it belongs
 * @param credential what the client proves with who it is
 * @param refreshToken the secret
 * @param errors what this issuer's settings say of its errors
 */
public record Presentation(
    ClientRegistration client,
    ClientCredential credential,
    String refreshToken,
    ErrorCodes errors) {
  /** Checks that all is given. */
  public Presentation {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(credential, "credential");
    Objects.requireNonNull(refreshToken, "refreshToken");
    Objects.requireNonNull(errors, "errors");
  }

  /** The presentation of a public client's refresh token. */
  public Presentation(ClientRegistration client, String refreshToken, ErrorCodes errors) {
    this(client, ClientCredential.NONE, refreshToken, errors);
  }

  /** The presentation of a public {@code grant}'s refresh token, which it must have. */
  public static Presentation of(Grant grant, ErrorCodes errors) {
    return of(grant, ClientCredential.NONE, errors);
  }

  /** The presentation of {@code grant}'s refresh token, which it must have. */
  public static Presentation of(Grant grant, ClientCredential credential, ErrorCodes errors) {
    String refresh = grant.tokens().refresh();
    return new Presentation(
        grant.client(), credential, Objects.requireNonNull(refresh, "no refresh token"), errors);
  }

  /** What shows a server's words without the secrets of this request. */
  ServerText words() {
    return new ServerText(refreshToken, credential.secret());
  }

  /** Names the client, never the token. */
  @Override
  public String toString() {
    return "Presentation[client=" + client.clientId() + "]";
  }
}
