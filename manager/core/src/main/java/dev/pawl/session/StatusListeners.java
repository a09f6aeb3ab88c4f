package dev.pawl.session;

import dev.pawl.profile.Snapshot;
import dev.pawl.token.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listener of each change once, however many threads notice it; what a listener throws is
 * logged and harms nobody else. Thread-safe.
 */
final class StatusListeners {
  private static final Logger LOG = System.getLogger(StatusListeners.class.getName());

  private final Consumer<Status> listener;
  private final AtomicReference<@Nullable Snapshot> told = new AtomicReference<>();

  StatusListeners(Consumer<Status> listener) {
    this.listener = listener;
  }

  /** The first snapshot is where the process began; only what differs from it is news. */
  void tell(Snapshot now, Supplier<Status> status) {
    Snapshot before = told.get();
    while (before == null || !before.tellsTheSame(now)) {
      if (before != null && now.isOlderThan(before)) {
        return;
      }
      if (told.compareAndSet(before, now)) {
        if (before != null) {
          call(status);
        }
        return;
      }
      before = told.get();
    }
  }

  /** Tells {@code status} although it is no change of its profile: another one is the active. */
  void announce(Supplier<Status> status) {
    call(status);
  }

  private void call(Supplier<Status> status) {
    try {
      listener.accept(status.get());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a listener failed", e);
    }
  }
}
