package dev.pawl.settings;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many refresh tokens may be spent at one issuer, by all processes of a state directory
 * together: the fields {@code concurrentSpends} and {@code spendsPerSecond} of {@code
 * issuers.ISSUER} in the settings, or of {@code issuers.*} for those that are not named.
 *
 * @param concurrent how many at a time, 1 to 1,024
 * @param perSecond how many a second, 1 to 100,000; the first {@code concurrent} are free
 */
public record SpendLimits(int concurrent, int perSecond) {
  /** 32 at a time, 200 a second. */
  public static final SpendLimits DEFAULT = new SpendLimits(32, 200);

  private static final String ISSUERS = "issuers";

  /**
   * What {@code settings} say of {@code issuer}.
   *
   * @throws SettingsException if they cannot be understood; the message names file and field
   */
  public static SpendLimits of(Settings settings, String issuer) throws SettingsException {
    Setting all = settings.find(ISSUERS);
    if (all == null) {
      return DEFAULT;
    }
    if (!(all.value() instanceof Map<?, ?>)) {
      throw all.malformed("is not an object");
    }
    Setting named = member(all, all.value(), issuer);
    Setting found = named != null ? named : member(all, all.value(), "*");
    return found == null
        ? DEFAULT
        : new SpendLimits(
            number(found, "concurrentSpends", DEFAULT.concurrent, 1_024),
            number(found, "spendsPerSecond", DEFAULT.perSecond, 100_000));
  }

  /** For how long a permit is kept at least, so that the rate holds; nanoseconds. */
  public long holdNanos() {
    return 1_000_000_000L * concurrent / perSecond;
  }

  private static @Nullable Setting member(Setting parent, Object object, String name) {
    Object value = object instanceof Map<?, ?> members ? members.get(name) : null;
    return value == null
        ? null
        : new Setting(parent.file(), parent.managed(), parent.name() + "." + name, value);
  }

  private static int number(Setting issuer, String name, int otherwise, int most)
      throws SettingsException {
    if (!(issuer.value() instanceof Map<?, ?>)) {
      throw issuer.malformed("is not an object");
    }
    Setting number = member(issuer, issuer.value(), name);
    return number == null ? otherwise : (int) number.integer(1, most);
  }
}
