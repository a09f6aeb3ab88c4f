package dev.pawl.settings;

import dev.pawl.spi.ClientRegistration;
import java.util.List;
import java.util.Objects;
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
    for (String name : all.members()) {
      if (ClientRegistration.isSame(issuer, name)) {
        return read(all.member(name));
      }
    }
    return read(all.member("*"));
  }

  /** Makes sure that what {@code settings} say of any issuer can be understood. */
  static void requireSense(Settings settings) throws SettingsException {
    Setting all = settings.find(ISSUERS);
    for (String issuer : all == null ? List.<String>of() : all.members()) {
      SpendLimits unused = read(Objects.requireNonNull(all).member(issuer));
    }
  }

  private static SpendLimits read(@Nullable Setting issuer) throws SettingsException {
    return issuer == null
        ? DEFAULT
        : new SpendLimits(
            number(issuer.member("concurrentSpends"), DEFAULT.concurrent, 1_024),
            number(issuer.member("spendsPerSecond"), DEFAULT.perSecond, 100_000));
  }

  /** For how long a permit is kept at least, so that the rate holds; nanoseconds. */
  public long holdNanos() {
    return 1_000_000_000L * concurrent / perSecond;
  }

  private static int number(@Nullable Setting number, int otherwise, int most)
      throws SettingsException {
    return number == null ? otherwise : (int) number.integer(1, most);
  }
}
