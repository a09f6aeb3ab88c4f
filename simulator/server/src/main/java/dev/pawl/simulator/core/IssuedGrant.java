package dev.pawl.simulator.core;

import java.time.Duration;

/**
 * The tokens of a fresh login. Its text form shows no token.
 *
 * @param family name of the token family, such as {@code F1}
 * @param accessToken the access token
 * @param refreshToken the refresh token
 * @param expiresIn lifetime of the access token
 * @param scope granted scopes, blank-separated
 */
public record IssuedGrant(
    String family, String accessToken, String refreshToken, Duration expiresIn, String scope) {
  @Override
  public String toString() {
    return "IssuedGrant[family=" + family + ", expiresIn=" + expiresIn + "]";
  }
}
