package dev.pawl.token;

/** Where a program gets what it sends: a stored login, or whichever credential is chosen. */
public interface TokenSupply {
  /**
   * A usable token. May block while it is made.
   *
   * @throws TokenException if there is none; its reason says what to do
   */
  Token token();

  /**
   * A token in the place of one that a server rejected (401, or a 403 that says revoked or
   * expired), of the same identity.
   *
   * @throws TokenException if there is none
   */
  Token renew(Token rejected);

  /**
   * The same where the server has said what the new token must be made for: an issuer that knows
   * claims challenges (Entra ID) makes it for these {@code claims}, a JSON object. Whoever cannot
   * hand them on renews without.
   *
   * @param claims empty if the server named none
   * @throws TokenException if there is none
   */
  default Token renew(Token rejected, String claims) {
    return renew(rejected);
  }
}
