package dev.pawl.oauth.client;

import dev.pawl.clock.TokenClock;
import dev.pawl.network.ConfigurationException;
import dev.pawl.signing.JwtSigner;
import dev.pawl.signing.UnusableKeyException;
import dev.pawl.spi.ClientRegistration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What a client says of itself, signed (RFC 7523 sections 2.2 and 3): another assertion for each
 * request, since a server takes none twice. Immutable.
 *
 * @param signer with the client's key
 * @param audience whom it is meant for
 * @param clock when it is made
 */
public record ClientAssertion(JwtSigner signer, Audience audience, TokenClock clock) {
  /** What stands for it in a request (RFC 7523 section 2.2). */
  static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /* Longer than clocks are apart as a rule, and short: whoever sees one could use it elsewhere. */
  private static final long LIFETIME_SECONDS = Duration.ofMinutes(5).toSeconds();

  /** Whom an assertion is meant for. */
  public enum Audience {
    /** The authorization server, by its issuer identifier. */
    ISSUER,
    /** Its token endpoint, by its address, whichever endpoint is asked. */
    TOKEN_ENDPOINT
  }

  /**
   * An assertion of {@code client} for one request.
   *
   * @throws ConfigurationException if the key cannot sign
   */
  String of(ClientRegistration client) {
    Map<String, Object> claims = timed(clock);
    claims.put("iss", client.clientId());
    claims.put("sub", client.clientId());
    claims.put(
        "aud", audience == Audience.ISSUER ? client.issuer() : client.tokenEndpoint().toString());
    try {
      return signer.sign(claims);
    } catch (UnusableKeyException e) {
      throw new ConfigurationException("the client's key " + e.getMessage(), e);
    }
  }

  /** The claims that say when an assertion is good, and tell it from every other. */
  static Map<String, Object> timed(TokenClock clock) {
    long now = Math.floorDiv(clock.millis(), 1000L);
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iat", now);
    claims.put("exp", now + LIFETIME_SECONDS);
    return claims;
  }
}
