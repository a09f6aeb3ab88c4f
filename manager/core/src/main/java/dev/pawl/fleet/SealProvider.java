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
   * The first step of a rotation: {@code key} with one more key, which opens and does not seal yet.
   * Every host gets the result before any host gets that of {@link #promote}, so that none ever
   * meets what it cannot open.
   *
   * @throws SealException if {@code key} is none, or the last one that was added does not seal yet
   */
  String add(String key) throws SealException;

  /**
   * The second step: {@code key}, where the last one that was added seals from now on. What was
   * sealed before still opens, and prints stay the same.
   *
   * @throws SealException if {@code key} is none, or nothing was added to it
   */
  String promote(String key) throws SealException;
}
