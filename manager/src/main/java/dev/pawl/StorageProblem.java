package dev.pawl;

import dev.pawl.store.StoreException;
import dev.pawl.vault.VaultException;
import java.io.IOException;

/** What callers are told of files or of a vault that cannot be used. */
final class StorageProblem {
  private static final long PASSING_MILLIS = 1_000;

  private StorageProblem() {}

  /** What {@code e} means for a caller: to wait for a vault that may come back, or to mend it. */
  static TokenException of(IOException e) {
    String message = StoreException.told(e);
    boolean passing = e instanceof VaultException place && place.isPassing();
    return passing
        ? TokenException.tryLater(message, PASSING_MILLIS)
        : TokenException.fixConfiguration(message, e);
  }
}
