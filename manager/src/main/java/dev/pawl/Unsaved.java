package dev.pawl;

import dev.pawl.spi.Grant;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An answer that the disk refused: its refresh token exists in this process's memory alone, so the
 * refresh lock is kept and the save is tried until it succeeds or the manager is closed.
 */
final class Unsaved {
  private static final Logger LOG = System.getLogger(Unsaved.class.getName());
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 2_000;

  private final Desk desk;
  private final Settlement settlement;
  private final Grant successor;
  private final Throwable refusal;

  Unsaved(Desk desk, Settlement settlement, Grant successor, Throwable refusal) {
    this.desk = desk;
    this.settlement = settlement;
    this.successor = successor;
    this.refusal = refusal;
  }

  /** Why it could not be saved. */
  IOException refusal() {
    return refusal instanceof IOException io
        ? io
        : new IOException(String.valueOf(refusal.getMessage()), refusal);
  }

  /** True once the grant is saved; false when the manager was closed and one last try failed. */
  boolean keepTrying() {
    LOG.log(
        Level.ERROR,
        "profile {0}: the refreshed login could not be saved and is lost if this process ends: {1}",
        desk.name(),
        refusal.getMessage());
    long pause = FIRST_MILLIS;
    while (!isSaved()) {
      if (desk.isClosed()) {
        LOG.log(Level.ERROR, "profile {0}: given up, the login may be lost", desk.name());
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
      pause = Math.min(LONGEST_MILLIS, pause * 2);
    }
    LOG.log(Level.INFO, "profile {0}: the refreshed login is saved now", desk.name());
    return true;
  }

  private boolean isSaved() {
    try {
      return settlement.saveAgain(successor);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "still not saved: {0}", e.getMessage());
      return false;
    } catch (RuntimeException | Error e) {
      return false; // whatever it is, nobody else has what this thread has
    }
  }
}
