package dev.pawl.simulator.core.ledger;

/** What a service decided. */
public enum Outcome {
  /** New tokens, a code, a document or an accepted API call. */
  GRANTED(false),
  /** A spent refresh token was presented again and the policy's grace let it pass. */
  REPLAYED_IN_GRACE(true),
  /** A spent refresh token was presented again and its whole family died. */
  REUSE_FAMILY_REVOKED(true),
  /** A spent refresh token was presented again and refused; the family lives. */
  REUSE_REJECTED(true),
  /** A spent refresh token was presented again and the client was told to try again. */
  RACE_LOST(true),
  /**
   * An authorization code was presented again; the tokens issued from it died (RFC 6749, section
   * 4.1.2).
   */
  CODE_REPLAYED(false),
  /** The grant is unknown, dead, expired or not proven. */
  INVALID_GRANT(false),
  /** The client is unknown or not the one of the grant. */
  INVALID_CLIENT(false),
  /** The proof of possession is missing or wrong, or lacks the nonce that is wanted (RFC 9449). */
  INVALID_PROOF(false),
  /** More scope than granted. */
  INVALID_SCOPE(false),
  /** A parameter is missing or wrong. */
  INVALID_REQUEST(false),
  /** A grant type that the server does not know. */
  UNSUPPORTED_GRANT_TYPE(false),
  /** A whole family was revoked. */
  FAMILY_REVOKED(false),
  /** Access tokens were revoked; the refresh token stays good. */
  ACCESS_REVOKED(false),
  /** A token nobody knows was to be revoked; that is a success (RFC 7009, section 2.2). */
  UNKNOWN_TOKEN(false),
  /**
   * The time of an access token, by the API's clock, of a refresh token or of a device code is
   * over.
   */
  EXPIRED(false),
  /** The API refused a revoked access token. */
  REVOKED(false),
  /** The API refused a token it does not know. */
  UNKNOWN(false),
  /** The API wants a token that was asked for with claims which it names (Entra ID). */
  INSUFFICIENT_CLAIMS(false),
  /** A person has not decided yet. */
  PENDING(false),
  /** A device asked too soon and was told to ask more seldom (RFC 8628, section 3.5). */
  SLOWED_DOWN(false),
  /** A person said no, or the account's role does not permit it. */
  DENIED(false),
  /** A fault struck before the commit: nothing has changed. */
  FAULT_BEFORE_COMMIT(false),
  /** A fault holds the request back before the commit. */
  HELD(false);

  private final boolean reuse;

  Outcome(boolean reuse) {
    this.reuse = reuse;
  }

  /** Tells whether a refresh token was presented after an earlier spend had consumed it. */
  public boolean isReuse() {
    return reuse;
  }

  /** Tells whether a token family died. */
  public boolean killsFamily() {
    return this == REUSE_FAMILY_REVOKED || this == CODE_REPLAYED || this == FAMILY_REVOKED;
  }
}
