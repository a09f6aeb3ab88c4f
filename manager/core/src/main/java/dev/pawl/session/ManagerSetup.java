package dev.pawl.session;

import dev.pawl.cache.CacheTable;
import dev.pawl.cache.CacheWish;
import dev.pawl.cache.table.Geometry;
import dev.pawl.clock.TokenClock;
import dev.pawl.directory.Layout;
import dev.pawl.directory.ProfileName;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.policy.StorageProblem;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.store.fleet.Fleet;
import dev.pawl.store.fleet.FleetTiming;
import dev.pawl.token.TokenException;
import dev.pawl.vault.Vaults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an application wants its logins to be looked for and kept. Nothing is opened or made yet.
 *
 * @param profile that the program named; null if it named none
 * @param stateDirectory that it named; null if the environment says where it is
 * @param settings files that count
 * @param environment variables that count
 * @param clock that tells the age of tokens
 * @param cache what it wants of the shared cache
 * @param vaults where secrets may lie besides files
 * @param fleet that the program brings along; null if the settings say whether there is one
 */
public record ManagerSetup(
    @Nullable String profile,
    @Nullable Path stateDirectory,
    Settings settings,
    Map<String, String> environment,
    TokenClock clock,
    CacheWish cache,
    Vaults vaults,
    Fleet.@Nullable Access fleet) {

  /**
   * The profile that the program or its environment named; null if neither did.
   *
   * @throws TokenException FIX_CONFIGURATION if the environment names what can be none
   */
  public @Nullable String pinned() {
    String named = environment.getOrDefault("PAWL_PROFILE", "");
    try {
      return profile != null || named.isEmpty() ? profile : ProfileName.checked(named);
    } catch (IllegalArgumentException e) {
      throw TokenException.fixConfiguration("PAWL_PROFILE: " + e.getMessage(), e);
    }
  }

  /**
   * The profile that is meant, the active one if none was named; touches nothing. Its fleet is
   * closed by whoever asked, since a look may open the store.
   */
  public ProfileFiles files() throws IOException {
    String pinned = pinned();
    String name = pinned == null ? place().active().name() : pinned;
    StateDirectory found = place().found();
    return new ProfileFiles(name, found, settings, clock, vaults, looked(found.path()));
  }

  private @Nullable Fleet looked(Path directory) {
    try {
      return fleet == null
          ? new FleetSettings(settings, environment).looked(directory, clock)
          : new Fleet(directory, fleet, FleetTiming.of(Duration.ZERO), clock);
    } catch (SettingsException e) {
      return null; // whoever reads the settings for more than a look says so
    }
  }

  /**
   * The fleet that {@code directory} belongs to; null if to none. Nothing is opened yet.
   *
   * @param request the longest that a request to a token endpoint may take
   */
  public @Nullable Fleet fleet(Path directory, Duration request) throws SettingsException {
    FleetSettings named = new FleetSettings(settings, environment);
    return fleet == null
        ? named.fleet(directory, request, clock)
        : new Fleet(directory, fleet, named.timing(request), clock);
  }

  private StateDirectory place() throws IOException {
    return stateDirectory == null
        ? StateDirectory.of(environment)
        : new StateDirectory(stateDirectory);
  }

  /**
   * The state directory, made if need be.
   *
   * @throws TokenException FIX_CONFIGURATION if it cannot be used, or if its cache is still to be
   *     chosen and the settings of it make no sense; the message says why
   */
  public StateDirectory prepared() {
    boolean many = cache.expectedProfiles() > Geometry.MAX_MAPPED;
    try {
      StateFormat.requireKnown(place());
      StateDirectory prepared = place().prepare(many ? Layout.SHARDED : Layout.FLAT);
      cache.requireSense(prepared);
      return prepared;
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
  }

  /** The table of slots of {@code prepared}; its first use opens it. */
  public CacheTable table(StateDirectory prepared) {
    return new CacheTable(prepared, clock, cache);
  }
}
