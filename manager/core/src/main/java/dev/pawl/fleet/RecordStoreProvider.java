package dev.pawl.fleet;

import java.io.IOException;

/**
 * Opens stores of one kind. An engine's artifact ({@code pawl-postgres}, {@code pawl-etcd}) brings
 * one; it is found by {@link java.util.ServiceLoader}. Thread-safe.
 */
public interface RecordStoreProvider {

  /** Whether it opens {@code url}, by the scheme. */
  boolean opens(String url);

  /**
   * Opens a store, and checks what the guarantee needs of it before anything is written.
   *
   * @throws StoreRefusedException if it must not be used as it is configured; the message says what
   *     to change
   * @throws IOException if it cannot be reached
   */
  RecordStore open(StoreAddress address) throws IOException;

  /**
   * Prepares the store for its first use, or for this version: schema and permissions. May be
   * repeated; never loses anything.
   *
   * @return what was done, for people
   * @throws IOException if that failed
   */
  String initialize(StoreAddress address) throws IOException;
}
