package dev.pawl.simulator.core;

import java.time.Instant;
import java.util.Map;

/**
 * An authorization request that a client pushed (RFC 9126). It may hold anything, so its text form
 * shows none of it.
 *
 * @param clientId who pushed it
 * @param parameters its parameters
 * @param expiry from when on it is void
 */
record PushedRequest(String clientId, Map<String, String> parameters, Instant expiry) {
  @Override
  public String toString() {
    return "PushedRequest[" + clientId + "]";
  }
}
