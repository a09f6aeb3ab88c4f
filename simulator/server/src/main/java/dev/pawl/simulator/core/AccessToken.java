package dev.pawl.simulator.core;

import java.time.Instant;

/** An access token of a family; guarded by the family's lock. */
final class AccessToken {
  final Family family;
  final String label;
  final String value;
  final RefreshToken issuedWith;
  final Instant expiry;
  boolean revoked;

  AccessToken(Family family, String label, String value, RefreshToken issuedWith, Instant expiry) {
    this.family = family;
    this.label = label;
    this.value = value;
    this.issuedWith = issuedWith;
    this.expiry = expiry;
  }
}
