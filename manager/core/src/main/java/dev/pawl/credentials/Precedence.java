package dev.pawl.credentials;

import dev.pawl.profile.BillingWatch;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.settings.VendorVariables;
import java.util.List;
import java.util.Locale;

/**
 * Which credential wins where several are configured: an order of sources by their names, the first
 * that is configured being used. The switch of a cloud outranks all of them in each order.
 */
public enum Precedence {
  /** Tokens of the environment, helper, federation, stored login, API key: the default. */
  DOCUMENTED(
      VendorVariables.AUTH_TOKEN,
      VendorVariables.OAUTH_TOKEN,
      VendorVariables.OAUTH_TOKEN_DESCRIPTOR,
      "apiKeyHelper",
      VendorVariables.FEDERATION_RULE,
      Precedence.LOGIN,
      VendorVariables.API_KEY),
  /** The order of 2026: keys before OAuth tokens, the stored login last. */
  KEYS_FIRST(
      VendorVariables.AUTH_TOKEN,
      VendorVariables.API_KEY,
      "apiKeyHelper",
      VendorVariables.OAUTH_TOKEN,
      VendorVariables.OAUTH_TOKEN_DESCRIPTOR,
      VendorVariables.FEDERATION_RULE,
      Precedence.LOGIN);

  /** The setting that chooses. */
  public static final String SETTING = "precedence";

  /** Another word for {@link #KEYS_FIRST}, which older settings have. */
  private static final String KEYS_FIRST_BEFORE = "current";

  /** The name of the stored login among the sources. */
  public static final String LOGIN = BillingWatch.STORED_LOGIN;

  @SuppressWarnings("ImmutableEnumChecker") // List.of() makes it
  private final List<String> order;

  Precedence(String... order) {
    this.order = List.of(order);
  }

  /** The names of the sources, the one that wins first. */
  public List<String> order() {
    return order;
  }

  /** The word for settings and reports: {@code keys-first}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * What the settings choose.
   *
   * @throws SettingsException naming file and field if they choose something else
   */
  public static Precedence of(Settings settings) throws SettingsException {
    Setting setting = settings.find(SETTING);
    if (setting == null) {
      return DOCUMENTED;
    }
    for (Precedence precedence : values()) {
      if (precedence.isMeantBy(setting.text())) {
        return precedence;
      }
    }
    throw setting.malformed("is neither documented nor keys-first");
  }

  private boolean isMeantBy(String word) {
    return word.equals(word()) || (this == KEYS_FIRST && word.equals(KEYS_FIRST_BEFORE));
  }
}
