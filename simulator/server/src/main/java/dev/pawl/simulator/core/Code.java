package dev.pawl.simulator.core;

import java.net.URI;
import java.time.Instant;

/** An authorization code and what its exchange must prove; guarded by its family's lock. */
final class Code {
  final Family family;
  final URI redirectUri;
  final boolean namesRedirectUri;
  final String challenge;
  final String nonce;
  final String thumbprint;
  final Instant expiry;
  boolean used;

  /**
   * Creates a code.
   *
   * @param family what it begins
   * @param redirectUri where it was sent
   * @param namesRedirectUri whether the request named it: the exchange has to do it then too
   * @param challenge what the verifier must match
   * @param nonce what the ID token is to repeat; empty for nothing
   * @param thumbprint of the key that the exchange must prove; empty for none
   * @param expiry from when on it is void
   */
  Code(
      Family family,
      URI redirectUri,
      boolean namesRedirectUri,
      String challenge,
      String nonce,
      String thumbprint,
      Instant expiry) {
    this.nonce = nonce;
    this.thumbprint = thumbprint;
    this.family = family;
    this.redirectUri = redirectUri;
    this.namesRedirectUri = namesRedirectUri;
    this.challenge = challenge;
    this.expiry = expiry;
  }
}
