package dev.pawl.credentials;

import dev.pawl.TokenManager;
import dev.pawl.cache.CachePlace;
import dev.pawl.cache.RecordedTable;
import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.SharedCache;
import dev.pawl.cache.table.UnmappedTable;
import dev.pawl.clock.TokenClock;
import dev.pawl.directory.ProfileName;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.file.FileIdentity;
import dev.pawl.policy.Freshness;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.profile.PublishedVerdict;
import dev.pawl.profile.Snapshot;
import dev.pawl.settings.Settings;
import dev.pawl.settings.VendorVariables;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A look at a profile through the shared cache alone, for commands that live for some milliseconds:
 * no lock, no parser, no thread, nothing created. Whatever is out of the ordinary makes it give up;
 * then a {@link TokenManager} must be asked. Immutable.
 */
public final class FastPath {
  /** What may choose another source than the stored login; its tests compare it with the chain. */
  static final String[] VARIABLES = {
    "PAWL_SOURCE",
    VendorVariables.AUTH_TOKEN,
    VendorVariables.OAUTH_TOKEN,
    VendorVariables.OAUTH_TOKEN_DESCRIPTOR,
    VendorVariables.API_KEY,
    VendorVariables.FEDERATION_RULE,
    VendorVariables.BEDROCK,
    VendorVariables.VERTEX,
    VendorVariables.FOUNDRY,
    VendorVariables.MANTLE,
    VendorVariables.ANTHROPIC_AWS
  };

  private final Snapshot seen;
  private final String profile;
  private final String engine;
  private final long now;

  private FastPath(Snapshot seen, String profile, String engine, long now) {
    this.seen = seen;
    this.profile = profile;
    this.engine = engine;
    this.now = now;
  }

  /**
   * What the cache says of {@code profile} in the state directory of {@code environment}; null if
   * only a token manager can tell.
   */
  public static @Nullable FastPath at(Map<String, String> environment, String profile) {
    try {
      return at(StateDirectory.of(environment), Settings.of(environment), profile);
    } catch (IOException | IllegalArgumentException e) {
      return null; // the token manager meets it too, and says what it is
    }
  }

  /**
   * As above, with a state directory and settings that are known already.
   *
   * @throws IOException if the cache or its record cannot be read
   */
  public static @Nullable FastPath at(Path stateDirectory, Settings settings, String profile)
      throws IOException {
    return at(new StateDirectory(stateDirectory), settings, profile);
  }

  private static @Nullable FastPath at(StateDirectory directory, Settings settings, String profile)
      throws IOException {
    ProfileFiles files =
        new ProfileFiles(ProfileName.checked(profile), directory, settings, TokenClock.system());
    StateFormat format = directory.isPrivate() ? StateFormat.read(directory) : null;
    return format == null || format.engine().equals(StateFormat.NONE) ? null : at(files, format);
  }

  /**
   * As {@link #at(Map, String)} of a profile that was named, which means its stored login; null too
   * where a refresh token of the environment may have to become that login first.
   */
  public static @Nullable FastPath ofNamed(Map<String, String> environment, String profile) {
    FastPath fastPath = at(environment, profile);
    return fastPath != null
            && isSet(environment, EnvironmentLogin.REFRESH_TOKEN)
            && fastPath.token(Duration.ZERO) == null
        ? null
        : fastPath;
  }

  /**
   * As {@link #ofNamed} for a process that named no profile; null too unless it is plain at a look
   * that the stored login is what a process with {@code environment} is to use: no variable names
   * another source, and the settings are those that were found to name none.
   */
  public static @Nullable FastPath ofChosen(Map<String, String> environment, String profile) {
    for (int i = 0; i < VARIABLES.length; i++) {
      if (isSet(environment, VARIABLES[i])) {
        return null;
      }
    }
    try {
      boolean plain =
          StateDirectory.of(environment)
              .settingsMark()
              .covers(FileIdentity.ofAll(Settings.of(environment).files()));
      return plain ? ofNamed(environment, profile) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean isSet(Map<String, String> environment, String variable) {
    String value = environment.get(variable);
    return value != null && !value.isEmpty();
  }

  private static @Nullable FastPath at(ProfileFiles profile, StateFormat format)
      throws IOException {
    CachePlace place = CachePlace.of(profile.directory(), format);
    TokenSlot.Reading reading = read(format, place.present(), profile.name());
    if (reading == null || !isWhole(reading.record()) || !isCurrent(reading.record(), profile)) {
      return null;
    }
    long now = profile.clock().millis();
    SlotRecord entry = reading.record();
    Snapshot seen =
        new Snapshot(
            new Snapshot.Source(null, reading.stamp(), false, now, 0),
            entry,
            profile.name(),
            Freshness.of(entry.issuedAt(), entry.expiresAt(), 0).seenAt(entry.issuedAt(), now));
    return new FastPath(seen, profile.name(), format.engine(), now);
  }

  private static TokenSlot.@Nullable Reading read(StateFormat format, Path file, String profile)
      throws IOException {
    if (!format.engine().equals(StateFormat.CHRONICLE)) {
      try (UnmappedTable table = UnmappedTable.open(file)) {
        return table.read(profile);
      }
    }
    try (SharedCache table = RecordedTable.look(format, file)) {
      TokenSlot slot = table.find(profile);
      return slot == null ? null : slot.read();
    }
  }

  private static boolean isWhole(SlotRecord entry) {
    return entry.generation() > 0 && (entry.access() != null || entry.expiresAt() == 0);
  }

  private static boolean isCurrent(SlotRecord entry, ProfileFiles profile) throws IOException {
    List<FileIdentity> settings = FileIdentity.ofAll(profile.settings().files());
    List<FileIdentity> decided = entry.decidedFrom();
    boolean same = decided.size() == settings.size() + 1 && isSame(decided.get(0), stored(profile));
    for (int i = 0; same && i < settings.size(); i++) {
      same = isSame(decided.get(i + 1), settings.get(i));
    }
    return same;
  }

  /* Few directories are sharded: to look first which it is would cost all others a system call. */
  private static FileIdentity stored(ProfileFiles profile) throws IOException {
    FileIdentity flat = FileIdentity.ABSENT;
    try {
      flat = profile.identity();
    } catch (FileSystemException e) {
      // below a file is no file: how Java 17 says it, where 25 says that there is none
    }
    return flat.equals(FileIdentity.ABSENT)
        ? profile.directory().found().identity(profile.name())
        : flat;
  }

  /* A record's own equals() links itself at its first call, which takes longer than all of this. */
  private static boolean isSame(FileIdentity one, FileIdentity other) {
    return one.key() == other.key()
        && one.size() == other.size()
        && one.modified() == other.modified();
  }

  /**
   * The token if all is well with it, it need not be refreshed yet and it lives for at least {@code
   * least}; else null.
   */
  public @Nullable Token token(Duration least) {
    boolean plain =
        seen.entry.verdict() == Verdict.GOOD
            && seen.answer(TokenRequirement.lasting(least), now) == Snapshot.Answer.SERVE
            && now < seen.freshness.adviseAt();
    return plain ? seen.token : null;
  }

  /** The state of the profile, as {@link TokenManager#status()} says it. */
  public Status status() {
    return PublishedVerdict.status(seen, profile, engine, now);
  }
}
