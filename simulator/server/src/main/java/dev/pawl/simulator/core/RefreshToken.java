package dev.pawl.simulator.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A refresh token of a family; guarded by the family's lock. */
final class RefreshToken {
  enum State {
    /** Good to be spent. */
    CURRENT,
    /** Spent, with a successor. */
    SPENT,
    /** Killed unspent by a later sibling. */
    SUPERSEDED
  }

  final Family family;
  final int number;
  final String label;
  final String value;
  final Instant issuedAt;
  State state = State.CURRENT;
  @Nullable Instant spentAt;
  @Nullable RefreshToken successor;
  int extraUses;

  RefreshToken(Family family, int number, String label, String value, Instant issuedAt) {
    this.issuedAt = issuedAt;
    this.family = family;
    this.number = number;
    this.label = label;
    this.value = value;
  }
}
