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
 */
public record AnswerBond(
    long attempt,
    long generation,
    Fingerprint fingerprint,
    ClientRegistration client,
    boolean forced) {
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
