package dev.pawl.simulator.cloud.aws;

import java.time.Instant;

/**
 * Temporary credentials of a role. They are worth nothing at AWS; their text form has no secret.
 *
 * @param label their name in the ledger, such as {@code F1.role0}
 * @param family the login that they come from; empty if they come from none
 * @param role whom they are for
 * @param accessKeyId the access key's id
 * @param secretAccessKey what requests are signed with
 * @param sessionToken what has to come with each request
 * @param expiration when they end, by the clock of the service that takes them
 */
public record RoleCredentials(
    String label,
    String family,
    AssumedRole role,
    String accessKeyId,
    String secretAccessKey,
    String sessionToken,
    Instant expiration) {
  RoleCredentials expiration(Instant other) {
    return new RoleCredentials(
        label, family, role, accessKeyId, secretAccessKey, sessionToken, other);
  }

  @Override
  public String toString() {
    return "RoleCredentials[" + label + ", expiration=" + expiration + "]";
  }
}
