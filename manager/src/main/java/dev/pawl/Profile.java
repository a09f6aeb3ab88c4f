package dev.pawl;

import dev.pawl.settings.Settings;
import dev.pawl.spi.TokenClock;
import dev.pawl.store.FileRefreshLock;
import dev.pawl.store.FileStore;
import dev.pawl.store.Journal;
import dev.pawl.store.StateDirectory;

/**
 * One login in one state directory: its name and the files that are its truth.
 *
 * @param name of the profile
 * @param directory that holds it
 * @param settings that may speak of it
 * @param clock that tells its tokens' age
 */
record Profile(String name, StateDirectory directory, Settings settings, TokenClock clock) {
  FileStore store() {
    return directory.store(name);
  }

  Journal journal() {
    return directory.journal(name);
  }

  FileRefreshLock lock() {
    return directory.lock(name);
  }
}
