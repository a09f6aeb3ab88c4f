package dev.pawl.sharing;

import dev.pawl.file.FileIdentity;
import dev.pawl.source.ShareableSource.Terms;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of a shared source. Immutable.
 *
 * @param terms of the source, as they are now
 * @param rejected what a server rejected, and must not be given again; null if nothing was
 * @param files that decide what the source gives, as they are now
 * @param least how long the credential should still live; one whose whole life is less than twice
 *     that long need only live for half of it
 * @param claims that the server named which rejected; empty if none
 */
record SharedDemand(
    Terms terms,
    List<FileIdentity> files,
    @Nullable Fingerprint rejected,
    Duration least,
    String claims) {

  /** The same with the files as they are now: whoever is waited for may change them. */
  SharedDemand again() throws IOException {
    return new SharedDemand(terms, FileIdentity.ofAll(terms.files()), rejected, least, claims);
  }

  /** Whether {@code seen} may be given, though it does not last as long as was wished. */
  boolean isNearlyMetBy(SharedAnswer seen, long now) {
    return seen.isUsable(rejected, now) && seen.isFrom(files);
  }

  /** Whether {@code seen} may be given. */
  boolean isMetBy(SharedAnswer seen, long now) {
    return isNearlyMetBy(seen, now) && seen.lasts(least, now);
  }

  /** Whether the source is to be asked again, though {@code seen} may still be given. */
  boolean isStale(SharedAnswer seen, long now) {
    return seen.isStale(terms.lifetime(), now) || !seen.lasts(terms.margin(), now);
  }

  /** For how many milliseconds the source is left alone by who has nothing; 0 if it is not. */
  long cooldown(SharedAnswer seen, long now) {
    return seen.isFrom(files) ? seen.cooldown(true, now) : 0;
  }
}
