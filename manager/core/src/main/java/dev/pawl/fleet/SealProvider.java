package dev.pawl.fleet;

/**
 * Makes seals of key texts. The artifact {@code pawl-fleet} brings one, on Google's Tink; it is
 * found by {@link java.util.ServiceLoader}. Thread-safe.
 */
public interface SealProvider {

  /**
   * The seal of a key.
   *
   * @param key as {@link #generate} wrote it
   * @throws SealException if it is none
   */
  Seal seal(String key) throws SealException;

  /** A new key, as one line or more of text that is to be kept secret. */
  String generate();

  /**
   * The key of {@code key} with a new primary for what is sealed from now on. What was sealed
   * before still opens, and prints stay the same.
   *
   * @throws SealException if {@code key} is none
   */
  String rotate(String key) throws SealException;
}
