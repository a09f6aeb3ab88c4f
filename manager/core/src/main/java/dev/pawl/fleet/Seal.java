package dev.pawl.fleet;

/**
 * Seals what only the hosts of a fleet may read, so that neither the store nor a copy of it ever
 * has a token in the clear. All hosts have the same key. Thread-safe.
 */
public interface Seal {

  /**
   * Encrypts and authenticates {@code plain} together with {@code associated}, which is not in the
   * result and must be given again to open it.
   */
  byte[] seal(byte[] plain, byte[] associated);

  /**
   * What was sealed.
   *
   * @throws SealException if it was not sealed by a key that this fleet has, or for something else
   */
  byte[] open(byte[] sealed, byte[] associated) throws SealException;

  /** Whether {@code sealed} was made with the key that {@link #seal} uses now. */
  boolean isCurrent(byte[] sealed);

  /** Names the key that {@link #seal} uses now; no secret. */
  String keyId();

  /**
   * A keyed fingerprint of {@code token}: the same on every host and after each rotation of the
   * sealing key, and of no use to find the token. At least 128 bits, visible ASCII.
   */
  String print(String token);
}
