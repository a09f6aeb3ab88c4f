package dev.pawl.simulator.core.jwt;

import java.util.Optional;

/** Reads JSON Web Tokens in their compact form (RFC 7515, section 7.1). Thread-safe. */
@FunctionalInterface
public interface TokenReader {
  /** Returns the token that a text is, unverified; empty if it is none. */
  Optional<SignedToken> read(String compact);
}
