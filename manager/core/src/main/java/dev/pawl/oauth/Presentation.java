package dev.pawl.oauth;

import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import java.util.Objects;

/**
 * A refresh token as it is presented, and what an answer to it is judged by.
 *
 * @param client to whom it belongs
 * @param refreshToken the secret
 * @param errors what this issuer's settings say of its errors
 */
public record Presentation(ClientRegistration client, String refreshToken, ErrorCodes errors) {
  /** Checks that all is given. */
  public Presentation {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(refreshToken, "refreshToken");
    Objects.requireNonNull(errors, "errors");
  }

  /** The presentation of {@code grant}'s refresh token, which it must have. */
  public static Presentation of(Grant grant, ErrorCodes errors) {
    String refresh = grant.tokens().refresh();
    return new Presentation(
        grant.client(), Objects.requireNonNull(refresh, "no refresh token"), errors);
  }

  /** Names the client, never the token. */
  @Override
  public String toString() {
    return "Presentation[client=" + client.clientId() + "]";
  }
}
