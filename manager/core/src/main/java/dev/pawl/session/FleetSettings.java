package dev.pawl.session;

import dev.pawl.authentication.SecretText;
import dev.pawl.clock.TokenClock;
import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordStoreProvider;
import dev.pawl.fleet.Seal;
import dev.pawl.fleet.SealException;
import dev.pawl.fleet.SealProvider;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.SecretReference;
import dev.pawl.store.fleet.Fleet;
import dev.pawl.store.fleet.FleetTiming;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fleet that the settings name: {@code fleet.url}, {@code fleet.key} and what may stand beside
 * them (docs/fleet.md).
 *
 * @param settings that may name one
 * @param environment of this process, for places of secrets
 */
public record FleetSettings(Settings settings, Map<String, String> environment)
    implements Fleet.Access {
  private static final String FLEET = "fleet";
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final long LONGEST_SECONDS = 86_400;

  /** Whether they name one. */
  public boolean isSet() throws SettingsException {
    return settings.find(FLEET + ".url") != null;
  }

  /**
   * The fleet of {@code directory}; null if they name none. Nothing is opened yet.
   *
   * @param request the longest that a request to a token endpoint may take
   * @throws SettingsException if they make no sense
   */
  public @Nullable Fleet fleet(Path directory, Duration request, TokenClock clock)
      throws SettingsException {
    return isSet() ? new Fleet(directory, this, timing(request), clock) : null;
  }

  /**
   * The fleet that the settings of {@code environment} name, for whoever merely looks; null too if
   * they make no sense, which is said by whoever does more.
   */
  public static @Nullable Fleet looked(Map<String, String> environment, Path directory) {
    try {
      return new FleetSettings(Settings.of(environment), environment)
          .looked(directory, TokenClock.system());
    } catch (SettingsException e) {
      return null;
    }
  }

  /** As {@link #fleet}, for whoever merely looks at what is stored. */
  public @Nullable Fleet looked(Path directory, TokenClock clock) throws SettingsException {
    return isSet() ? new Fleet(directory, this, FleetTiming.of(Duration.ZERO), clock) : null;
  }

  /**
   * How long claims last among hosts whose requests take at most {@code request}.
   *
   * @throws SettingsException if that does not fit (rule T4)
   */
  public FleetTiming timing(Duration request) throws SettingsException {
    FleetTiming usual = FleetTiming.of(request);
    Setting ttl = settings.find(FLEET + ".ttlSeconds");
    Setting quarantine = settings.find(FLEET + ".quarantineSeconds");
    FleetTiming timing =
        new FleetTiming(seconds(ttl, usual.ttl()), seconds(quarantine, usual.quarantine()));
    try {
      return timing.checked(request);
    } catch (IllegalArgumentException e) {
      Setting told = ttl == null ? quarantine : ttl;
      throw told == null
          ? new SettingsException(String.valueOf(e.getMessage()), e)
          : told.malformed("does not fit a request of " + request + ": " + e.getMessage());
    }
  }

  private static Duration seconds(@Nullable Setting setting, Duration usual)
      throws SettingsException {
    return setting == null ? usual : Duration.ofSeconds(setting.integer(1, LONGEST_SECONDS));
  }

  @Override
  public String place() {
    try {
      return address().toString();
    } catch (SettingsException e) {
      return "that the settings name";
    }
  }

  @Override
  public RecordStore store() throws IOException {
    StoreAddress address = address();
    return provider(address).open(address);
  }

  /** What opens such a store. */
  public static RecordStoreProvider provider(StoreAddress address) throws IOException {
    String engine = address.url().startsWith("etcd") ? "etcd" : "postgres";
    RecordStoreProvider found =
        FleetParts.find(RecordStoreProvider.class, each -> each.opens(address.url()), engine);
    if (found == null) {
      throw new SettingsException(
          "nothing here opens "
              + address
              + "; "
              + FleetParts.remedy("pawl-" + engine)
              + ", or correct fleet.url",
          null);
    }
    return found;
  }

  /** Where the store is and how it is reached. */
  public StoreAddress address() throws SettingsException {
    return address(null, null);
  }

  /**
   * The same for another user of the store.
   *
   * @param other address with that user; null for the one of the settings
   * @param secret where that user's password is; null for that of the settings
   */
  public StoreAddress address(@Nullable String other, @Nullable SecretReference secret)
      throws SettingsException {
    Setting named = settings.find(FLEET + ".url");
    String url = other != null || named == null ? other : named.text();
    if (url == null) {
      throw new SettingsException("no settings name a fleet; set fleet.url and fleet.key", null);
    }
    Setting failover = settings.find(FLEET + ".failover");
    return new StoreAddress(
        url,
        () -> secret == null ? password() : password(secret),
        path("trust"),
        path("identity"),
        failover != null && failover.flag(),
        CALL);
  }

  private @Nullable Path path(String field) throws SettingsException {
    Setting setting = settings.find(FLEET + "." + field);
    return setting == null ? null : setting.path();
  }

  private @Nullable String password() throws IOException {
    Setting setting = settings.find(FLEET + ".password");
    return setting == null ? null : password(reference(setting));
  }

  private String password(SecretReference place) throws IOException {
    try {
      return SecretText.line("password of the fleet's store", place, environment);
    } catch (TokenException e) {
      throw new SettingsException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Seal seal() throws IOException {
    Setting setting = settings.find(FLEET + ".key");
    if (setting == null) {
      throw new SettingsException(
          "fleet.url is set and fleet.key is not; next: pawl fleet key FILE, and give that file to"
              + " every host",
          null);
    }
    try {
      String key = SecretText.key("key of the fleet", reference(setting), environment);
      return provider().seal(key);
    } catch (TokenException e) {
      throw new SettingsException(String.valueOf(e.getMessage()), e);
    }
  }

  private static SecretReference reference(Setting setting) throws SettingsException {
    try {
      return SecretReference.parse(setting.text());
    } catch (IllegalArgumentException e) {
      throw setting.malformed(String.valueOf(e.getMessage()));
    }
  }

  /**
   * What makes keys and seals.
   *
   * @throws SealException if the program has nothing that does
   */
  public static SealProvider provider() throws IOException {
    SealProvider found = FleetParts.find(SealProvider.class, each -> true, "fleet");
    if (found == null) {
      throw new SealException(
          "nothing here seals records; " + FleetParts.remedy("pawl-fleet"), null);
    }
    return found;
  }

  /** Says nothing of the variables. */
  @Override
  public String toString() {
    return "FleetSettings[" + settings + "]";
  }
}
