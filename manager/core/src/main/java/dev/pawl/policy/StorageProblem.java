package dev.pawl.policy;

import dev.pawl.file.StoreException;
import dev.pawl.store.fleet.OvertakenException;
import dev.pawl.store.fleet.StoreAwayException;
import dev.pawl.token.TokenException;
import dev.pawl.vault.VaultException;
import java.io.IOException;

/** What callers are told of files or of a vault that cannot be used. */
public final class StorageProblem {
  private static final long PASSING_MILLIS = 1_000;

  private StorageProblem() {}

  /** What {@code e} means for a caller: to wait for a place that may come back, or to mend it. */
  public static TokenException of(IOException e) {
    return of(e, "");
  }

  /** The same, with {@code more} of what follows. */
  public static TokenException of(IOException e, String more) {
    String message = StoreException.told(e) + more;
    boolean passing =
        (e instanceof VaultException place && place.isPassing())
            || e instanceof StoreAwayException
            || e instanceof OvertakenException;
    return passing
        ? TokenException.tryLater(message, PASSING_MILLIS)
        : TokenException.fixConfiguration(message, e);
  }
}
