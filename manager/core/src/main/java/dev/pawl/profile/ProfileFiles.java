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
import dev.pawl.store.fleet.Fleet;
import dev.pawl.store.fleet.FleetStore;
import dev.pawl.store.journal.AnswerFile;
import dev.pawl.store.journal.SpendJournal;
import dev.pawl.store.vault.RecordedStore;
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
 * @param fleet that shares the directory's logins with other hosts; null if none does
 */
public record ProfileFiles(
    String name,
    StateDirectory directory,
    Settings settings,
    TokenClock clock,
    @Nullable Vaults vaults,
    @Nullable Fleet fleet) {

  public ProfileFiles(String name, StateDirectory directory, Settings settings, TokenClock clock) {
    this(name, directory, settings, clock, null, null);
  }

  /** Why the machine's settings forbid {@code grant}; null if they permit it. */
  @Nullable
  public TokenException refusal(Grant grant) throws SettingsException {
    return LoginPolicy.of(settings).refusal(Account.of(grant));
  }

  /** For whoever merely looks, at any time. */
  public GrantStore store() {
    return directory.store(name, placement(), inFleet());
  }

  /**
   * Where its grant and what is known of its spends are kept.
   *
   * @param store of the grant
   * @param journal of the spends, for the same transaction
   */
  public record Stored(GrantStore store, SpendJournal journal) {}

  /** For the holder of the refresh lock; of use for one transaction. */
  public Stored stored() throws IOException {
    FleetStore shared = inFleet();
    RecordedStore store = directory.store(name, placement(), shared);
    return new Stored(
        store, shared != null && store.isInFleet() ? shared.journal() : directory.journal(name));
  }

  private @Nullable FleetStore inFleet() {
    return fleet == null ? null : directory.store(name, fleet);
  }

  /** Where its next login goes. */
  public StoreChoice placement() {
    return new StoreChoice(settings, vaults == null ? Vaults.system() : vaults);
  }

  /** Which file stands for the grant now; a look that costs one system call. */
  public FileIdentity identity() throws IOException {
    return directory.identity(name);
  }

  /** What is known of its spends, for whoever merely looks. */
  public SpendJournal journal() throws IOException {
    return stored().journal();
  }

  /** What the last attempt to refresh it brought, before anybody understood it. */
  public AnswerFile answer() {
    return directory.answer(name);
  }

  public KernelLock lock() {
    return directory.lock(name);
  }
}
