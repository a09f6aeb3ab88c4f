package dev.pawl.fleet;

/**
 * A record as a store has it.
 *
 * @param version the store's own, greater with each write of this profile's record; at least 1
 * @param body what was written last, character for character
 */
public record VersionedRecord(long version, String body) {

  /** Without the body. */
  @Override
  public String toString() {
    return "VersionedRecord[version=" + version + ", " + body.length() + " characters]";
  }
}
