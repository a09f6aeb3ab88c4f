package dev.pawl.simulator.core.ledger;

/** What a client asked for. */
public enum Kind {
  /** The metadata document (RFC 8414). */
  METADATA,
  /** An authorization request that issues a code. */
  CODE,
  /** A login: a code exchanged for the first tokens of a family. */
  LOGIN,
  /** A refresh token presented to the token endpoint. */
  SPEND,
  /** A revocation, by a client (RFC 7009) or by the simulator's owner. */
  REVOKE,
  /** A call of the protected API. */
  API_CALL,
  /** A login on a device begins (RFC 8628). */
  DEVICE,
  /** A person approves or denies a login on a device. */
  CONSENT,
  /** A device asks for its tokens and does not get them; the one that does is a login. */
  POLL,
  /** The creation of an API key. */
  KEY,
  /** A fault that holds a request back; the request's own entry follows if it is let go. */
  FAULT
}
