package dev.pawl;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells the listener of changes; what a listener throws is logged and harms nobody else. */
record News(Consumer<Status> listener) {
  private static final Logger LOG = System.getLogger(News.class.getName());

  void tell(Snapshot before, Snapshot now, Supplier<Status> status) {
    if (before.entry.generation() == now.entry.generation()
        && before.entry.verdict() == now.entry.verdict()) {
      return;
    }
    try {
      listener.accept(status.get());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a listener failed", e);
    }
  }
}
