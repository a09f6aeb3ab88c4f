package dev.pawl;

import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.settings.Settings;
import dev.pawl.spi.TokenClock;
import dev.pawl.store.StateDirectory;
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
 */
record Premises(
    StateDirectory directory,
    Settings settings,
    TokenClock clock,
    Timing timing,
    CacheTable cache,
    TokenEndpoint endpoint)
    implements AutoCloseable {

  Profile profile(String name) {
    return new Profile(name, directory, settings, clock);
  }

  /** What the settings say now of spends of {@code profile}. */
  Rules rules(String profile) throws IOException {
    return new Rules(
        settings.profile(profile),
        String.valueOf(settings.identities().hashCode()),
        timing.rejection());
  }

  /** Lets go of the cache. */
  @Override
  public void close() {
    cache.close();
  }
}
