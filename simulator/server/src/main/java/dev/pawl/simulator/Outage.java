package dev.pawl.simulator;

/** How a service is away. */
public enum Outage {
  /** Nobody listens: connections are refused, and the ledger sees nothing. */
  REFUSED,
  /** A gateway answers every request with 503 and commits nothing. */
  UNAVAILABLE
}
