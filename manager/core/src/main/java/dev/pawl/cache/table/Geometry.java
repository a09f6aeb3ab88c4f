package dev.pawl.cache.table;

/**
 * How large a table is made; chosen when it is created and recorded in it.
 *
 * @param profiles how many profiles it has room for, 1 to {@link #MAX_PROFILES} (setting {@code
 *     cache.profiles})
 * @param valueBytes how long an access token may be in UTF-8 to be held in it, {@link
 *     #MIN_VALUE_BYTES} to {@link #MAX_VALUE_BYTES} (setting {@code cache.valueBytes})
 */
public record Geometry(int profiles, int valueBytes) {
  /** The most profiles of any table. */
  public static final int MAX_PROFILES = 1 << 20;

  /** The most profiles of a mapped table. */
  public static final int MAX_MAPPED = 1024;

  /** The least room for an access token. */
  public static final int MIN_VALUE_BYTES = 256;

  /** The most room for an access token. */
  public static final int MAX_VALUE_BYTES = 1 << 20;

  /** 1,024 profiles, 16 KiB for each access token. */
  public static final Geometry DEFAULT = new Geometry(MAX_MAPPED, 16 << 10);

  /** Checks both against their limits. */
  public Geometry {
    check("cache.profiles", profiles, 1, MAX_PROFILES);
    check("cache.valueBytes", valueBytes, MIN_VALUE_BYTES, MAX_VALUE_BYTES);
  }

  private static void check(String setting, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          setting + " must be from " + least + " to " + most + ", not " + value);
    }
  }
}
