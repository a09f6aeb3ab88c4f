package dev.pawl.cloud.source;

import dev.pawl.cache.CachePlace;
import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.UnmappedTable;
import dev.pawl.clock.TokenClock;
import dev.pawl.cloud.AwsKeys;
import dev.pawl.cloud.CloudPlatform;
import dev.pawl.cloud.CloudVendor;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.file.FileIdentity;
import dev.pawl.settings.Settings;
import dev.pawl.source.ShareableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A look at the credentials of a cloud through the shared cache alone, for commands that live for
 * some milliseconds: no lock, no parser, no thread, no library of a vendor. Whatever is out of the
 * ordinary makes it give up; then {@code Credentials} must be asked.
 */
public final class CloudFastPath {
  /** How long a credential is used that does not say when it ends. */
  static final Duration WITHOUT_END = Duration.ofHours(1);

  private CloudFastPath() {}

  /**
   * The value of the credential of {@code platform} that processes with this {@code environment}
   * share, if it is there, nothing it depends on has changed, and it lives for {@code least}; else
   * null.
   */
  public static @Nullable String value(
      Map<String, String> environment, CloudPlatform platform, Duration least) {
    SlotRecord entry = usable(environment, platform, least);
    return entry == null ? null : entry.access();
  }

  /** When that credential ends; null if there is none, or if it does not say. */
  public static @Nullable Instant expiry(Map<String, String> environment, CloudPlatform platform) {
    SlotRecord entry = usable(environment, platform, Duration.ZERO);
    return entry == null || entry.expiresAt() == Long.MAX_VALUE
        ? null
        : Instant.ofEpochMilli(entry.expiresAt());
  }

  /** Whose that credential is, as keys of AWS tell; empty if there is none, or it does not say. */
  public static String account(Map<String, String> environment, CloudPlatform platform) {
    if (platform.vendor() != CloudVendor.AWS) {
      return "";
    }
    String value = value(environment, platform, Duration.ZERO);
    try {
      return value == null ? "" : AwsKeys.of(value).account();
    } catch (IllegalArgumentException e) {
      return ""; // whoever uses it is told
    }
  }

  private static @Nullable SlotRecord usable(
      Map<String, String> environment, CloudPlatform platform, Duration least) {
    try {
      StateDirectory directory = StateDirectory.of(environment);
      StateFormat format = directory.isPrivate() ? StateFormat.read(directory) : null;
      if (format == null || !format.engine().equals(StateFormat.MAPPED)) {
        return null;
      }
      CloudKey key = new CloudKey(platform, environment);
      SlotRecord entry = entry(CachePlace.of(directory, format).present(), key.value());
      return entry != null
              && isUsable(entry, least.toMillis(), TokenClock.system().millis())
              && isFrom(entry, key.files(Settings.of(environment)))
          ? entry
          : null;
    } catch (IOException | IllegalArgumentException e) {
      return null; // whoever is asked next meets it too, and says what it is
    }
  }

  private static @Nullable SlotRecord entry(Path file, String key) throws IOException {
    try (UnmappedTable table = UnmappedTable.open(file)) {
      TokenSlot.Reading reading = table.read(ShareableSource.slot(key));
      return reading == null ? null : reading.record();
    }
  }

  private static boolean isUsable(SlotRecord entry, long least, long now) {
    long age = now - entry.issuedAt();
    boolean good =
        entry.access() != null
            && entry.verdict() == Verdict.GOOD
            && entry.rejectedGeneration() < entry.generation()
            && age >= 0;
    return good
        && (entry.expiresAt() == Long.MAX_VALUE
            ? age < WITHOUT_END.toMillis()
            : entry.expiresAt() - now
                >= Math.min(least, (entry.expiresAt() - entry.issuedAt()) / 2));
  }

  private static boolean isFrom(SlotRecord entry, List<Path> files) throws IOException {
    List<FileIdentity> decided = entry.decidedFrom();
    boolean same = decided.size() == files.size();
    for (int i = 0; same && i < files.size(); i++) {
      same = decided.get(i).equals(FileIdentity.of(files.get(i)));
    }
    return same;
  }
}
