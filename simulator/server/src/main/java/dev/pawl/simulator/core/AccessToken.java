package dev.pawl.simulator.core;

import java.time.Instant;
import java.util.Set;

/**
 * An access token or key of a family; guarded by the family's lock.
 *
 * @param family whose it is
 * @param label its name, such as {@code F1.at3}
 * @param value the token itself
 * @param book where its state stands
 * @param number its number there
 */
record AccessToken(Family family, String label, String value, AccessTokens book, int number) {
  /** Tells whether it is an API key: it has no end, and stands for no login. */
  boolean isKey() {
    return book == family.keys;
  }

  /** Returns what it is good for: a refresh may ask for less than the login was granted. */
  Set<String> scopes() {
    return book.narrowed(number).orElse(family.scopes);
  }

  /** Has it be good for these scopes alone. */
  void narrow(Set<String> scopes) {
    book.narrow(number, scopes);
  }

  /** Returns the thumbprint of the key that it is bound to; empty if to none. */
  String thumbprint() {
    return book.thumbprint(number);
  }

  /** Has it be bound to the key with that thumbprint. */
  void bind(String thumbprint) {
    book.bind(number, thumbprint);
  }

  /** Returns whom it is for; empty for anybody. */
  Set<String> targets() {
    return book.targets(number);
  }

  /** Has it be for these alone. */
  void aim(Set<String> targets) {
    book.aim(number, targets);
  }

  /** Returns the claims that it was asked for with; empty if none. */
  String claims() {
    return book.claims(number);
  }

  Instant expiry() {
    return book.expiry(number);
  }

  boolean isRevoked() {
    return book.isRevoked(number);
  }

  void revoke() {
    book.revoke(number);
  }

  @Override
  public String toString() {
    return "AccessToken[" + label + "]";
  }
}
