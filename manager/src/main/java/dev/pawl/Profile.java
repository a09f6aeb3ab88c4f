package dev.pawl;

import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.Account;
import dev.pawl.spi.CredentialStore;
import dev.pawl.spi.FileIdentity;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenClock;
import dev.pawl.store.AnswerFile;
import dev.pawl.store.FileRefreshLock;
import dev.pawl.store.Journal;
import dev.pawl.store.Placement;
import dev.pawl.store.StateDirectory;
import dev.pawl.vault.Vaults;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One login in one state directory: its name and the files that are its truth.
 *
 * @param name of the profile
 * @param directory that holds it
 * @param settings that may speak of it
 * @param clock that tells its tokens' age
 * @param vaults where secrets may lie besides files; null for those of the machine
 */
record Profile(
    String name,
    StateDirectory directory,
    Settings settings,
    TokenClock clock,
    @Nullable Vaults vaults) {

  Profile(String name, StateDirectory directory, Settings settings, TokenClock clock) {
    this(name, directory, settings, clock, null);
  }

  /** Why the machine's settings forbid {@code grant}; null if they permit it. */
  @Nullable TokenException refusal(Grant grant) throws SettingsException {
    return LoginPolicy.of(settings).refusal(Account.of(grant));
  }

  CredentialStore store() {
    return directory.store(name, placement());
  }

  /** Where its next login goes. */
  Placement placement() {
    return new Placement(settings, vaults == null ? Vaults.system() : vaults);
  }

  /** Which file stands for the grant now; a look that costs one system call. */
  FileIdentity identity() throws IOException {
    return directory.identity(name);
  }

  Journal journal() {
    return directory.journal(name);
  }

  /** What the last attempt to refresh it brought, before anybody understood it. */
  AnswerFile answer() {
    return directory.answer(name);
  }

  FileRefreshLock lock() {
    return directory.lock(name);
  }
}
