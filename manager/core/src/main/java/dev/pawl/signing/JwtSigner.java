package dev.pawl.signing;

import java.util.Map;

/** Signs JSON Web Tokens with one key. Its text form has nothing of the key. Thread-safe. */
public interface JwtSigner {
  /**
   * The token in its compact form (RFC 7515 section 7.1).
   *
   * @param claims texts and whole numbers, by their names
   * @throws UnusableKeyException if this key cannot sign
   */
  String sign(Map<String, Object> claims) throws UnusableKeyException;
}
