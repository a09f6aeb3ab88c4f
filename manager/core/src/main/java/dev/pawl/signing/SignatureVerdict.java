package dev.pawl.signing;

/** What is known of the signature of a token. */
public enum SignatureVerdict {
  /** One of the keys has made it. */
  GOOD,
  /** None of the keys has, or its algorithm is none that a public key verifies. */
  BAD,
  /** The key that it names is not among them. */
  UNKNOWN_KEY,
  /** Nothing here verifies signatures. */
  NOT_LOOKED_AT
}
