package dev.pawl;

import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.settings.Settings;
import dev.pawl.spi.TokenClock;
import dev.pawl.store.StateDirectory;
import dev.pawl.vault.Vaults;
import java.io.IOException;

/**
 * What all profiles of a process have in common: one state directory, one mapping of its cache, one
 * way to the token endpoints. Thread-safe.
 *
 * @param directory that holds the profiles, prepared
 * @param settings that speak of them
 * @param clock that tells their tokens' age
 * @param timing of their refreshes
 * @param cache the table that their slots lie in
 * @param endpoint where their refresh tokens are spent
 * @param permits how many may be spent at a time
 * @param vaults where secrets may lie besides files
 */
record Premises(
    StateDirectory directory,
    Settings settings,
    TokenClock clock,
    Timing timing,
    CacheTable cache,
    TokenEndpoint endpoint,
    SpendPermits permits,
    Vaults vaults)
    implements AutoCloseable {

  Profile profile(String name) {
    return new Profile(name, directory, settings, clock, vaults);
  }

  /** What the settings say now of spends of {@code profile}. */
  Rules rules(String profile) throws IOException {
    return new Rules(
        settings.profile(profile),
        Objection.configuration(settings),
        timing.rejection(),
        field -> Objection.contradiction(settings, profile, field));
  }

  /** Lets go of the cache. */
  @Override
  public void close() {
    cache.close();
  }
}
