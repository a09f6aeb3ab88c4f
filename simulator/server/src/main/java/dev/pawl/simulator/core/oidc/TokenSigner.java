package dev.pawl.simulator.core.oidc;

import java.util.Map;

/** Signs claims as JSON Web Tokens (RFC 7519). Implementations are thread-safe. */
public interface TokenSigner {
  /**
   * Signs claims.
   *
   * @param claims strings, numbers, booleans, lists and maps, in their order
   * @return the token in compact form (RFC 7515, section 7.1)
   */
  String sign(Map<String, Object> claims);

  /** Returns the members of the public key that signatures are verified with (RFC 7517). */
  Map<String, Object> publicKey();

  /** Returns the algorithm's name, such as {@code RS256} (RFC 7518, section 3.1). */
  String algorithm();
}
