package dev.pawl.profile;

import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.file.FileIdentity;
import dev.pawl.lock.KernelLock;
import dev.pawl.policy.LoginPolicy;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.Account;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantStore;
import dev.pawl.store.StoreChoice;
import dev.pawl.store.journal.AnswerFile;
import dev.pawl.store.journal.Journal;
import dev.pawl.token.TokenException;
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
public record ProfileFiles(
    String name,
    StateDirectory directory,
    Settings settings,
    TokenClock clock,
    @Nullable Vaults vaults) {

  public ProfileFiles(String name, StateDirectory directory, Settings settings, TokenClock clock) {
    this(name, directory, settings, clock, null);
  }

  /** Why the machine's settings forbid {@code grant}; null if they permit it. */
  @Nullable
  public TokenException refusal(Grant grant) throws SettingsException {
    return LoginPolicy.of(settings).refusal(Account.of(grant));
  }

  public GrantStore store() {
    return directory.store(name, placement());
  }

  /** Where its next login goes. */
  public StoreChoice placement() {
    return new StoreChoice(settings, vaults == null ? Vaults.system() : vaults);
  }

  /** Which file stands for the grant now; a look that costs one system call. */
  public FileIdentity identity() throws IOException {
    return directory.identity(name);
  }

  public Journal journal() {
    return directory.journal(name);
  }

  /** What the last attempt to refresh it brought, before anybody understood it. */
  public AnswerFile answer() {
    return directory.answer(name);
  }

  public KernelLock lock() {
    return directory.lock(name);
  }
}
