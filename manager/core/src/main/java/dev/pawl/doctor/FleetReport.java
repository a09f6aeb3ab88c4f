package dev.pawl.doctor;

import dev.pawl.clock.TokenClock;
import dev.pawl.directory.Inspection;
import dev.pawl.directory.StateDirectory;
import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.fleet.StoreReport;
import dev.pawl.fleet.VersionedRecord;
import dev.pawl.session.FleetSettings;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.store.fleet.Fleet;
import dev.pawl.store.fleet.FleetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fleet that a state directory belongs to, for reports: its store as it answers now, and its
 * logins. Takes no lock and spends nothing. While the store is away, the logins are as this host
 * saw them last.
 *
 * @param place of the store, without a secret
 * @param isReachable whether the store answered, be it with a refusal
 * @param latency of one read; null if there was none
 * @param store what the store says of itself, and what is wrong
 * @param logins that were asked for; at most 1,000
 * @param more how many others there are
 */
public record FleetReport(
    String place,
    boolean isReachable,
    @Nullable Duration latency,
    StoreReport store,
    List<FleetLogin> logins,
    int more) {
  private static final int MOST = 1_000;

  /** Takes copies. */
  public FleetReport {
    logins = List.copyOf(logins);
  }

  /**
   * The fleet that {@code settings} name; null if they name none.
   *
   * @param environment whose state directory is meant, and where secrets may be
   * @param profile whose login is asked for; null for all
   * @throws SettingsException if they make no sense
   */
  public static @Nullable FleetReport of(
      Map<String, String> environment, Settings settings, @Nullable String profile)
      throws IOException {
    StateDirectory directory = StateDirectory.of(environment).found();
    Fleet fleet =
        new FleetSettings(settings, environment).looked(directory.path(), TokenClock.system());
    if (fleet == null) {
      return null;
    }
    try (fleet) {
      return asked(fleet, directory, profile);
    } catch (SettingsException e) {
      throw e;
    } catch (IOException e) {
      StoreReport told = new StoreReport(Map.of(), List.of(String.valueOf(e.getMessage())));
      List<FleetLogin> seen = mirrored(fleet, directory, profile);
      boolean answered = e instanceof StoreRefusedException;
      return new FleetReport(fleet.place(), answered, null, told, seen, 0);
    }
  }

  private static FleetReport asked(Fleet fleet, StateDirectory directory, @Nullable String profile)
      throws IOException {
    RecordStore store = fleet.store();
    List<String> names = new ArrayList<>();
    if (profile == null) {
      store.profiles().forEach(names::add);
      names.sort(null);
    } else {
      names.add(profile);
    }
    TokenClock clock = TokenClock.system();
    long began = clock.nanos();
    @Nullable VersionedRecord unused = store.read(names.isEmpty() ? "default" : names.get(0));
    Duration latency = Duration.ofNanos(clock.nanos() - began);
    List<FleetLogin> logins = new ArrayList<>();
    for (String name : names.subList(0, Math.min(MOST, names.size()))) {
      FleetLogin login = FleetLogin.stored(fleet, directory, name);
      if (login != null) {
        logins.add(login);
      }
    }
    int more = Math.max(0, names.size() - MOST);
    return new FleetReport(fleet.place(), true, latency, store.report(), logins, more);
  }

  private static List<FleetLogin> mirrored(
      Fleet fleet, StateDirectory directory, @Nullable String profile) throws IOException {
    List<FleetLogin> logins = new ArrayList<>();
    if (!Files.exists(directory.path())) {
      return logins;
    }
    for (String name : new Inspection(directory).profiles()) {
      Path file = directory.record(name);
      boolean asked = profile == null || profile.equals(name);
      if (asked && logins.size() < MOST && FleetStore.isMirrored(file)) {
        logins.add(FleetLogin.mirrored(fleet, name, file));
      }
    }
    return logins;
  }
}
