package dev.pawl.vault;

import org.jspecify.annotations.Nullable;

/**
 * One entry in a place of the operating system for secrets, made of named parts. A part holds one
 * line of printable ASCII and is replaced in one step or not at all. Every call ends before a
 * deadline; each costs at least one child process, so none belongs on a fast path. Thread-safe.
 */
public interface Vault {

  /** The word for settings and reports: {@code keychain}, {@code secret-service}. */
  String kind();

  /** Which entry it is, for people. */
  String place();

  /** How many characters a part may have at most. */
  int limit();

  /**
   * What a part holds; null if there is no such part.
   *
   * @throws VaultException if that cannot be told; never for an absent part
   */
  @Nullable String read(String part) throws VaultException;

  /**
   * Makes {@code text} what a part holds.
   *
   * @throws VaultException if it may not have been stored
   * @throws IllegalArgumentException if the text is longer than {@link #limit}: nothing was stored
   */
  void write(String part, String text) throws VaultException;

  /**
   * Removes a part if it is there.
   *
   * @throws VaultException if it may still be there
   */
  void delete(String part) throws VaultException;
}
