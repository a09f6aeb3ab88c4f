package dev.pawl.doctor;

import dev.pawl.clock.TokenClock;
import dev.pawl.directory.Inspection;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.lock.KernelLock;
import dev.pawl.process.ShellWord;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.session.FleetSettings;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsCheck;
import dev.pawl.settings.SettingsKeys;
import dev.pawl.store.fleet.Fleet;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An examination of a state directory and what surrounds it, for a person who wonders why something
 * does not work. Asks nobody but the store of a fleet, refreshes nothing, repairs nothing. Made for
 * one use.
 */
public final class Doctor {
  private static final Duration SLOW_SYNC = Duration.ofMillis(250);
  private static final Duration NOTABLE_STEP = Duration.ofMinutes(1);
  private static final int MOST_TOLD = 100;

  private final TokenClock clock = TokenClock.system();
  private final StateDirectory directory;
  private final Settings settings;
  private final Map<String, String> environment;
  private final Inspection inspection;
  private final List<Finding> findings = new ArrayList<>();

  private Doctor(Map<String, String> environment, Settings settings) throws IOException {
    this.directory = StateDirectory.of(environment).found();
    this.settings = settings;
    this.environment = environment;
    this.inspection = new Inspection(directory);
  }

  /** Examines what {@code environment} points at; never empty. */
  public static List<Finding> of(Map<String, String> environment) {
    return of(environment, Settings.of(environment));
  }

  /** As above, with other settings than those of {@code environment}. */
  public static List<Finding> of(Map<String, String> environment, Settings settings) {
    try {
      Doctor checkup = new Doctor(environment, settings);
      checkup.run();
      return List.copyOf(checkup.findings);
    } catch (IOException e) {
      return List.of(Finding.fail("environment", String.valueOf(e.getMessage()), "set PAWL_HOME"));
    }
  }

  private interface Check {
    void run() throws IOException;
  }

  private void run() {
    check("settings", this::settings);
    SettingsCheckup.of(settings).stream()
        .filter(finding -> !findings.contains(finding))
        .forEach(findings::add);
    check("network", () -> findings.add(NetworkCheckup.of(settings, environment)));
    check("fleet", () -> findings.addAll(FleetCheckup.of(environment, settings)));
    if (!Files.exists(directory.path())) {
      String absent = directory.path() + " does not exist yet; the first login creates it";
      findings.add(Finding.ok("state directory", absent));
      return;
    }
    if (check("state directory", this::trust)) {
      check("file system", this::fileSystem);
      check("permissions", this::permissions);
      check("sync", this::sync);
      check("format", this::format);
      check("lock", this::lock);
      check("clock", this::clock);
      check("put aside", this::quarantine);
      check("layout", () -> findings.addAll(LayoutCheckup.missing(directory, inspection)));
      check("active profile", () -> findings.add(LayoutCheckup.active(directory)));
      check("store", () -> findings.add(StoreCheckup.ofSettings(directory, settings)));
      check("profiles", this::profiles);
      check("helper", () -> findings.addAll(HelperCheckup.of(directory, settings, environment)));
    }
  }

  private boolean check(String subject, Check check) {
    try {
      check.run();
      return true;
    } catch (IOException | TokenException e) {
      findings.add(Finding.fail(subject, String.valueOf(e.getMessage()), remedy(subject)));
      return false;
    }
  }

  private String remedy(String subject) {
    Path path = directory.path();
    return switch (subject) {
      case "settings", "store", "helper", "network", "fleet" -> "correct the file";
      case "state directory" ->
          "give " + path + " to this user alone, or set PAWL_HOME to a directory that is";
      case "file system", "sync" ->
          "see whether it has room and is mounted to be written: df " + ShellWord.of(path);
      case "format" -> "upgrade, or delete the file if it is damaged: it is made anew";
      case "lock" -> "make " + path.resolve("lock") + " a file of this user on a local file system";
      case "clock" -> "a file went away while it was looked at; look again: pawl doctor";
      default -> "chmod -R u+rwX " + ShellWord.of(path);
    };
  }

  private void settings() throws IOException {
    SettingsCheck.requireSense(settings);
    findings.addAll(CacheCheckup.ofSettings(directory, settings));
    for (Path file : settings.files()) {
      boolean there = Files.exists(file);
      findings.add(Finding.ok("settings", file + (there ? " is understood" : " does not exist")));
    }
    SettingsKeys.unknown(settings).forEach(name -> findings.add(unknown(name)));
  }

  /* In the machine's file it may have been meant to forbid something. */
  private static Finding unknown(SettingsKeys.Unknown name) {
    String what =
        name.file()
            + ": no setting is called "
            + name.name()
            + (name.nearest() == null ? "" : "; perhaps " + name.nearest() + " is meant");
    String remedy = "correct the name, or take it out: it has no effect";
    return name.managed()
        ? Finding.fail("settings", what, remedy)
        : Finding.warn("settings", what, remedy);
  }

  private void trust() throws IOException {
    inspection.requireTrusted();
    findings.add(Finding.ok("state directory", directory.path() + " belongs to this user alone"));
  }

  private void fileSystem() throws IOException {
    String type = inspection.fileSystem();
    findings.add(
        type.equals("tmpfs") || type.equals("ramfs")
            ? Finding.warn(
                "file system",
                type + ": every login is lost when the machine restarts",
                "set PAWL_HOME to a directory on a disk")
            : Finding.ok("file system", type));
  }

  private void permissions() throws IOException {
    List<Path> exposed = inspection.exposed();
    for (Path path : exposed) {
      findings.add(
          Finding.warn(
              "permissions", path + " is open to others", "chmod go-rwx " + ShellWord.of(path)));
    }
    if (exposed.isEmpty()) {
      findings.add(Finding.ok("permissions", "nothing is open to others"));
    }
  }

  private void sync() throws IOException {
    Duration took = Duration.ofNanos(inspection.probe(clock));
    String detail = "a small file is on the disk after " + took.toMillis() + " ms";
    findings.add(
        took.compareTo(SLOW_SYNC) > 0
            ? Finding.warn("sync", detail, "a refresh syncs four times; use a faster disk")
            : Finding.ok("sync", detail));
  }

  private void format() throws IOException {
    StateFormat format = StateFormat.read(directory);
    if (format == null) {
      findings.add(Finding.ok("format", "not recorded yet; the first login does it"));
      return;
    }
    findings.add(Finding.ok("format", "version 1, cache engine " + format.engine()));
    if (!format.engine().equals(StateFormat.NONE)) {
      findings.add(CacheCheckup.finding(directory, format));
    }
  }

  private void lock() throws IOException {
    KernelLock lock = directory.tableLock();
    try (KernelLock.Held held = lock.tryAcquire()) {
      findings.add(
          Finding.ok("lock", held == null ? "works; held by " + lock.holder() : "works; free"));
    }
  }

  private void clock() throws IOException {
    Duration ahead = Duration.ofMillis(inspection.changedAt() - clock.millis());
    findings.add(
        ahead.compareTo(NOTABLE_STEP) > 0
            ? Finding.warn(
                "clock",
                "files were changed " + ahead.toSeconds() + " s in the future: a clock went back",
                "set the clock of this machine if it is wrong now; tokens of that time are"
                    + " refreshed")
            : Finding.ok("clock", "not behind what was stored"));
  }

  private void quarantine() throws IOException {
    for (Path path : inspection.quarantined()) {
      findings.add(
          Finding.warn(
              "put aside",
              path + " was damaged and kept",
              "look at it, then delete it; it may hold secrets"));
    }
  }

  private void profiles() throws IOException {
    List<String> names = inspection.profiles();
    try (Fleet fleet = new FleetSettings(settings, environment).looked(directory.path(), clock)) {
      profiles(names, fleet);
    }
  }

  private void profiles(List<String> names, @Nullable Fleet fleet) {
    if (names.isEmpty()) {
      findings.add(Finding.ok("profiles", "none yet"));
    }
    boolean many = names.size() > MOST_TOLD;
    int before = findings.size();
    for (String name : names) {
      check("profile " + name, () -> profile(name, many, fleet));
    }
    if (many) {
      int amiss = findings.size() - before;
      String said = names.size() + " profiles, " + amiss + " findings about them";
      findings.add(Finding.ok("profiles", said));
    }
  }

  /* Of many profiles only what is amiss is told. */
  private void profile(String name, boolean many, @Nullable Fleet fleet) throws IOException {
    ProfileFiles profile = new ProfileFiles(name, directory, settings, clock, null, fleet);
    ProfileCheckup checkup = new ProfileCheckup(profile);
    for (Finding finding : many ? checkup.stored() : checkup.findings()) {
      if (!many || finding.level() != Finding.Level.OK) {
        findings.add(finding);
      }
    }
  }
}
