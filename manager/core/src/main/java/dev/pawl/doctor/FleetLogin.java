package dev.pawl.doctor;

import dev.pawl.directory.StateDirectory;
import dev.pawl.store.StoreChoice;
import dev.pawl.store.fleet.Fleet;
import dev.pawl.store.fleet.FleetStore;
import dev.pawl.store.fleet.FleetStore.OpenRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A login of a fleet, for reports; docs/fleet.md has what its parts mean.
 *
 * @param profile its name
 * @param state how far a spend got, or that there is no login, in a word
 * @param generation of the login
 * @param attempt how often its refresh token may have been presented
 * @param holder whose claim stands, host and process; null if none does
 * @param isHeldHere whether that is this host
 * @param expiry when its access token ends, by this host's clock if the difference is known; null
 *     if it has none or never ends
 * @param key which key sealed it
 * @param seen how long this host has known this version of the record; null if it does not
 * @param clockDifference how far the provider's clock is ahead of this host's; null if not known
 * @param isShadowed whether another login of that name lies on this host, which is used instead
 */
public record FleetLogin(
    String profile,
    String state,
    long generation,
    int attempt,
    @Nullable String holder,
    boolean isHeldHere,
    @Nullable Instant expiry,
    String key,
    @Nullable Duration seen,
    @Nullable Duration clockDifference,
    boolean isShadowed) {

  /** The one of {@code profile} as the store has it now; null if it has none. */
  static @Nullable FleetLogin stored(Fleet fleet, StateDirectory directory, String profile)
      throws IOException {
    OpenRecord record = OpenRecord.stored(fleet, profile, directory.record(profile));
    return record == null ? null : of(profile, record, !isShared(fleet, directory, profile));
  }

  /** The one that {@code file} mirrors. */
  static FleetLogin mirrored(Fleet fleet, String profile, Path file) throws IOException {
    return of(profile, Objects.requireNonNull(OpenRecord.mirrored(fleet, file)), false);
  }

  /** Whether the login of {@code profile} lies in the fleet, or the next one will. */
  static boolean isShared(Fleet fleet, StateDirectory directory, String profile)
      throws IOException {
    FleetStore shared = directory.store(profile, fleet);
    return directory.store(profile, StoreChoice.AS_RECORDED, shared).isInFleet();
  }

  private static FleetLogin of(String profile, OpenRecord record, boolean isShadowed) {
    return new FleetLogin(
        profile,
        record.state(),
        record.generation(),
        record.attempt(),
        record.holder(),
        record.isHeldHere(),
        expiry(record),
        record.key(),
        record.seen(),
        record.ahead(),
        isShadowed);
  }

  private static @Nullable Instant expiry(OpenRecord record) {
    long end = record.expiresAt();
    Duration ahead = record.ahead() == null ? Duration.ZERO : record.ahead();
    return end == 0 || end == Long.MAX_VALUE ? null : Instant.ofEpochMilli(end).minus(ahead);
  }
}
