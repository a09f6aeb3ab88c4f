package dev.pawl.refresh;

import dev.pawl.clock.TokenClock;
import dev.pawl.file.MemoryFile;
import dev.pawl.policy.StorageProblem;
import dev.pawl.refresh.locked.LockedProfile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An answer that the store refused, so the refresh lock is kept and the save is tried again. Where
 * its refresh token exists in this process's memory alone, that goes on until it succeeds, whether
 * the manager is closed or not; where it lies in memory that other processes see, until the manager
 * is closed.
 */
public final class PendingSave {
  private static final Logger LOG = System.getLogger(PendingSave.class.getName());
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 2_000;

  /* Whoever waits for the work, a person perhaps, is told by then what keeps it. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Condition CHANGED = LOCK.newCondition();
  private static final List<PendingSave> PENDING = new ArrayList<>();

  /** One more attempt to save. */
  public interface Save {
    /** Whether nothing is left to be saved. */
    boolean again() throws IOException;
  }

  private final LockedProfile locked;
  private final Save save;
  private final @Nullable String kept;
  private Throwable refusal;

  /**
   * What {@code save} is to save, after {@code refusal}.
   *
   * @param kept how it is saved if this process ends; null if it exists in this process alone
   */
  public PendingSave(LockedProfile locked, Save save, Throwable refusal, @Nullable String kept) {
    this.locked = locked;
    this.save = save;
    this.kept = kept;
    this.refusal = refusal;
    add(this);
  }

  /** Leaves it where it lies: nobody of this process tries any more. Says why it is not saved. */
  public IOException refusal() {
    remove(this);
    return problem();
  }

  private IOException problem() {
    return refusal instanceof IOException io
        ? io
        : new IOException(String.valueOf(refusal.getMessage()), refusal);
  }

  /**
   * True once the grant is saved; false when it is left to the next process. If that takes long,
   * whoever waits for it is told why, and waits no more.
   */
  public boolean keepTrying() {
    try {
      tell(unsaved());
      long dismissal = TokenClock.system().deadline(TIMEOUT);
      long pause = FIRST_MILLIS;
      while (!isSaved()) {
        if (kept != null && locked.tenure().isClosed()) {
          return false;
        }
        if (TokenClock.system().nanos() - dismissal >= 0) {
          dismissCaller();
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
        pause = Math.min(LONGEST_MILLIS, pause * 2);
      }
      LOG.log(Level.INFO, "profile {0}: the refreshed login is saved now", locked.name());
      return true;
    } finally {
      remove(this);
    }
  }

  /* The process may end then, if what it has lies where others find it. */
  private void dismissCaller() {
    if (kept != null) {
      remove(this);
    }
    locked.tenure().dismiss(StorageProblem.of(problem(), "; what the server granted " + unsaved()));
  }

  private String unsaved() {
    return kept == null
        ? "could not be saved and exists in this process alone, which waits until it can be"
        : "could not be saved yet" + place() + "; " + kept;
  }

  private String place() {
    MemoryFile place = locked.store().parking();
    return place == null ? "" : "; it lies in memory, in " + place.path();
  }

  private void tell(String what) {
    LOG.log(
        Level.ERROR,
        "profile {0}: the refreshed login {1}: {2}",
        locked.name(),
        what,
        refusal.getMessage());
  }

  private boolean isSaved() {
    try {
      return save.again();
    } catch (IOException e) {
      refusal = e;
      LOG.log(Level.DEBUG, "still not saved: {0}", e.getMessage());
      return false;
    } catch (RuntimeException | Error e) {
      return false; // whatever it is, nobody else has what this thread has
    }
  }

  private static void add(PendingSave login) {
    LOCK.lock();
    try {
      PENDING.add(login);
    } finally {
      LOCK.unlock();
    }
  }

  private static void remove(PendingSave login) {
    LOCK.lock();
    try {
      PENDING.remove(login);
      CHANGED.signalAll();
    } finally {
      LOCK.unlock();
    }
  }

  /** Whether this process has saved all that it has. */
  public static boolean isNone() {
    LOCK.lock();
    try {
      return PENDING.isEmpty();
    } finally {
      LOCK.unlock();
    }
  }

  /** Waits until there is none, {@code millis} at most; tells whether there is none now. */
  public static boolean awaitNone(long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    LOCK.lockInterruptibly();
    try {
      while (!PENDING.isEmpty() && left > 0) {
        left = CHANGED.awaitNanos(left);
      }
      return PENDING.isEmpty();
    } finally {
      LOCK.unlock();
    }
  }
}
