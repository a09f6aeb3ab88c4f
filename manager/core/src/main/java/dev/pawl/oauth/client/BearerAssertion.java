package dev.pawl.oauth.client;

import dev.pawl.clock.TokenClock;
import dev.pawl.network.ConfigurationException;
import dev.pawl.signing.JwtSigner;
import dev.pawl.signing.UnusableKeyException;
import java.util.Map;

/**
 * What a service account says of itself, signed (RFC 7523 sections 2.1 and 3): another assertion
 * for each request. Immutable.
 *
 * @param signer with the account's key
 * @param texts its claims {@code iss}, {@code sub}, {@code aud} and, where the issuer looks for it
 *     there, {@code scope}
 * @param clock when it is made
 */
public record BearerAssertion(JwtSigner signer, Map<String, String> texts, TokenClock clock) {
  /** Copies the claims. */
  public BearerAssertion {
    texts = Map.copyOf(texts);
  }

  /**
   * An assertion for one request.
   *
   * @throws ConfigurationException if the key cannot sign
   */
  public String sign() {
    Map<String, Object> claims = ClientAssertion.timed(clock);
    claims.putAll(texts);
    try {
      return signer.sign(claims);
    } catch (UnusableKeyException e) {
      throw new ConfigurationException("the assertion's key " + e.getMessage(), e);
    }
  }

  /** Says nothing of the claims. */
  @Override
  public String toString() {
    return "BearerAssertion[" + signer + "]";
  }
}
