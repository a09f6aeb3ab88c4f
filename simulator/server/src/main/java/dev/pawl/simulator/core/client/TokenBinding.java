package dev.pawl.simulator.core.client;

/** Whether the tokens of a client are bound to a key of its own (RFC 9449, section 5.2). */
public enum TokenBinding {
  /** If a request comes with a proof of possession. */
  OPTIONAL,
  /** Always: a request without a proof is refused. */
  REQUIRED,
  /**
   * Always, and each proof has to hold a nonce of the server that it goes to (sections 8 and 9).
   */
  REQUIRED_WITH_NONCE
}
