package dev.pawl.store.journal;

import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;

/**
 * To what a raw answer belongs.
 *
 * @param attempt the journal's number of the attempt
 * @param generation of the grant whose refresh token was sent
 * @param fingerprint of that refresh token
 * @param client that sent it
 * @param forced whether it was sent because the access token was rejected
 * @param claims whether an API had named claims, which are not kept
 * @param request the key of what the access token was asked for; empty for the login's own
 */
public record AnswerBond(
    long attempt,
    long generation,
    Fingerprint fingerprint,
    ClientRegistration client,
    boolean forced,
    boolean claims,
    String request) {
  /** Of a spend for the login's own access token. */
  public AnswerBond(
      long attempt,
      long generation,
      Fingerprint fingerprint,
      ClientRegistration client,
      boolean forced) {
    this(attempt, generation, fingerprint, client, forced, false, "");
  }

  /** Whether {@code grant} holds the refresh token that was sent. */
  public boolean isParent(Grant grant) {
    return generation == grant.generation()
        && fingerprint.equals(grant.tokens().fingerprint())
        && !grant.isTombstone();
  }

  /** Whether {@code entry} speaks of this very attempt. */
  public boolean isOf(JournalRecord entry) {
    return attempt == entry.attempt()
        && generation == entry.generation()
        && fingerprint.equals(entry.fingerprint());
  }
}
