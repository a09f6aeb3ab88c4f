package dev.pawl.profile;

import dev.pawl.directory.BillingNote;
import dev.pawl.directory.StateFormat;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.Billing;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a profile is paid for in another way than before, which can cost money: says so
 * once, or forbids it where the machine's settings do ({@value #SETTING}: {@code "forbid"}).
 *
 * @param profile whose login, or whose stead it is; null if there is no place to remember it
 * @param notices told of a change; returns whether somebody was told
 */
public record BillingWatch(@Nullable ProfileFiles profile, Predicate<String> notices) {
  /** The source that is the stored login. */
  public static final String STORED_LOGIN = "login";

  static final String SETTING = "billingChange";

  private static final System.Logger LOG = System.getLogger(BillingWatch.class.getName());

  /** One that logs what it notices. */
  public static BillingWatch logging(ProfileFiles profile) {
    return new BillingWatch(
        profile,
        notice -> {
          LOG.log(System.Logger.Level.WARNING, "{0}", notice);
          return true;
        });
  }

  /**
   * Compares what the use of {@code source} costs with what was noted.
   *
   * @throws TokenException FIX_CONFIGURATION if it is another class and that is forbidden
   */
  public void note(Billing now, String source) throws IOException {
    if (now == Billing.UNKNOWN || profile == null) {
      return;
    }
    String change = permitted(now, source);
    if (change == null || notices.test(change)) {
      write(profile, now);
    }
  }

  /**
   * What a change of billing is to be called; null if there is none.
   *
   * @throws TokenException FIX_CONFIGURATION if there is one and that is forbidden
   */
  @Nullable
  public String permitted(Billing now, String source) throws IOException {
    String change = change(now, source);
    Setting forbidden = change == null || profile == null ? null : forbidden(profile.settings());
    if (forbidden != null) {
      throw TokenException.fixConfiguration(change + "; " + forbidden + " forbids that", null);
    }
    return change;
  }

  /** What a change of billing is to be called; null if there is none. */
  @Nullable
  public String change(Billing now, String source) throws IOException {
    if (now == Billing.UNKNOWN || profile == null) {
      return null;
    }
    Billing before = profile.directory().billing(profile.name()).read();
    return before == now || before == Billing.UNKNOWN
        ? null
        : change(profile.name(), before, now, source);
  }

  /**
   * Makes sure that what {@code settings} say of a change can be understood.
   *
   * @throws SettingsException if not; the message names file and field
   */
  public static void requireSense(Settings settings) throws SettingsException {
    Setting unused = forbidden(settings);
  }

  private static @Nullable Setting forbidden(Settings settings) throws SettingsException {
    Setting setting = settings.managed(SETTING);
    if (setting == null || setting.text().equals("warn")) {
      return null;
    }
    if (setting.text().equals("forbid")) {
      return setting;
    }
    throw setting.malformed("is neither warn nor forbid");
  }

  private static String change(String profile, Billing before, Billing now, String source) {
    return "profile "
        + profile
        + " is now paid for by "
        + words(now)
        + " ("
        + source
        + "), and was by "
        + words(before);
  }

  private static String words(Billing billing) {
    return switch (billing) {
      case UNKNOWN -> "nobody knows whom";
      case SUBSCRIPTION -> "a subscription";
      case PER_TOKEN -> "each token";
      case AWS -> "the AWS account";
      case GCP -> "the Google Cloud project";
      case AZURE -> "the Azure subscription";
    };
  }

  /* Nobody is kept from working because this cannot be remembered. */
  private static void write(ProfileFiles profile, Billing now) {
    try {
      BillingNote note = profile.directory().billing(profile.name());
      if (note.read() != now) {
        StateFormat.requireKnown(profile.directory());
        note.write(now);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "billing is not noted: {0}", e.getMessage());
    }
  }
}
