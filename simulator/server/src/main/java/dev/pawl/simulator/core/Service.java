package dev.pawl.simulator.core;

/** The services that have a clock of their own. */
public enum Service {
  /** The authorization server: lifetimes are reckoned by its clock. */
  AUTHORIZATION,
  /** The protected API, whose clock may be ahead of the authorization server's or behind it. */
  API
}
