package dev.pawl.simulator.cloud.aws;

import java.time.Instant;

/**
 * A session of IAM Identity Center as a client keeps it. Its text form has no secret.
 *
 * @param family its name in the ledger
 * @param clientId the registered client
 * @param clientSecret the client's secret
 * @param registrationExpiresAt when the registration of the client ends
 * @param accessToken what the portal takes
 * @param expiresAt when it ends
 * @param refreshToken what {@code CreateToken} takes
 */
public record SsoSession(
    String family,
    String clientId,
    String clientSecret,
    Instant registrationExpiresAt,
    String accessToken,
    Instant expiresAt,
    String refreshToken) {
  @Override
  public String toString() {
    return "SsoSession[" + family + ", expiresAt=" + expiresAt + "]";
  }
}
