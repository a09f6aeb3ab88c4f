package dev.pawl.refresh.locked;

import dev.pawl.authentication.ClientSecrets;
import dev.pawl.cache.CacheTable;
import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.Timeouts;
import dev.pawl.profile.LoginRefusal;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.settings.Settings;
import dev.pawl.store.fleet.Fleet;
import dev.pawl.vault.Vaults;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What all profiles of a process have in common: one state directory, one mapping of its cache, one
 * way to the token endpoints. Thread-safe.
 *
 * @param directory that holds the profiles, prepared
 * @param settings that speak of them
 * @param clock that tells their tokens' age
 * @param timeouts of their refreshes
 * @param cache the table that their slots lie in
 * @param endpoint where their refresh tokens are spent
 * @param permits how many may be spent at a time
 * @param vaults where secrets may lie besides files
 * @param clientSecrets what their clients prove with who they are
 * @param fleet that shares the logins with other hosts; null if none does
 */
public record SharedContext(
    StateDirectory directory,
    Settings settings,
    TokenClock clock,
    Timeouts timeouts,
    CacheTable cache,
    TokenEndpoint endpoint,
    SpendPermits permits,
    Vaults vaults,
    ClientSecrets clientSecrets,
    @Nullable Fleet fleet)
    implements AutoCloseable {

  public ProfileFiles profile(String name) {
    return new ProfileFiles(name, directory, settings, clock, vaults, fleet);
  }

  /** What the settings say now of spends of {@code profile}. */
  public SpendPolicy policy(String profile) throws IOException {
    String files = LoginRefusal.configuration(settings);
    return new SpendPolicy(
        settings.profile(profile),
        settings.errorsOfIssuers(),
        new ClientConfiguration(settings, profile, files)::of,
        timeouts.rejection(),
        field -> LoginRefusal.contradiction(settings, profile, field));
  }

  /** Lets go of the cache, and of the fleet's store. */
  @Override
  public void close() {
    cache.close();
    if (fleet != null) {
      fleet.close();
    }
  }
}
