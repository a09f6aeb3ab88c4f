package dev.pawl.simulator.core.fault;

/** Where in the life of a request a fault strikes. */
public enum CommitPoint {
  /** The service has decided nothing: no token is spent. */
  BEFORE_COMMIT,
  /** The service has decided and recorded; its answer suffers. */
  AFTER_COMMIT,
  /** As after the commit, when a number of bytes of the body have been sent. */
  MID_BODY,
  /** The whole answer has been sent; the connection suffers. */
  AFTER_RESPONSE
}
