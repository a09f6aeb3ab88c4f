package dev.pawl.simulator.core;

import java.net.URI;
import java.time.Instant;

/** An authorization code and what its exchange must prove; guarded by its family's lock. */
final class Code {
  final Family family;
  final URI redirectUri;
  final String challenge;
  final Instant expiry;
  boolean used;

  Code(Family family, URI redirectUri, String challenge, Instant expiry) {
    this.family = family;
    this.redirectUri = redirectUri;
    this.challenge = challenge;
    this.expiry = expiry;
  }
}
