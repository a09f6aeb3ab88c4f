package dev.pawl.policy;

import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.settings.VendorVariables;
import dev.pawl.spi.Account;
import dev.pawl.token.TokenException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which logins the machine's administrator permits: {@value #METHOD} and {@value #ORGANIZATION} of
 * the managed settings. Enforced when somebody logs in, when a stored login is loaded and at every
 * refresh; a user's own settings have no say. A value that is empty or cannot be understood permits
 * no login at all. Immutable.
 */
public final class LoginPolicy {
  /** The setting that names the one permitted way to log in. */
  public static final String METHOD = "forceLoginMethod";

  /** The setting that names the permitted organizations: a UUID or a list of them. */
  public static final String ORGANIZATION = "forceLoginOrgUUID";

  private static final Set<String> METHODS = Set.of("claudeai", "console", "gateway");
  private static final int UUID_LENGTH = 36;

  private final @Nullable Path file;
  private final @Nullable String method;
  private final @Nullable Set<String> organizations;
  private final @Nullable String fault;

  private LoginPolicy(
      @Nullable Path file,
      @Nullable String method,
      @Nullable Set<String> organizations,
      @Nullable String fault) {
    this.file = file;
    this.method = method;
    this.organizations = organizations;
    this.fault = fault;
  }

  /**
   * What the managed file of {@code settings} says.
   *
   * @throws SettingsException if that file cannot be read or understood
   */
  public static LoginPolicy of(Settings settings) throws SettingsException {
    String method = null;
    Set<String> organizations = null;
    List<String> faults = new ArrayList<>();
    if (settings.isManaged(METHOD)) {
      method = method(settings.managed(METHOD));
      if (method == null) {
        faults.add("field " + METHOD + " is none of claudeai, console and gateway");
      }
    }
    if (settings.isManaged(ORGANIZATION)) {
      organizations = organizations(settings.managed(ORGANIZATION));
      if (organizations.isEmpty()) {
        faults.add("field " + ORGANIZATION + " is neither a UUID nor a list of UUIDs");
      }
    }
    String fault = faults.isEmpty() ? null : String.join("; ", faults);
    return new LoginPolicy(settings.managed(), method, organizations, fault);
  }

  private static @Nullable String method(@Nullable Setting setting) {
    return setting != null && setting.value() instanceof String text && METHODS.contains(text)
        ? text
        : null;
  }

  /* Empty if any of it cannot be understood: half a list could be the wrong half. */
  private static Set<String> organizations(@Nullable Setting setting) {
    Object value = setting == null ? null : setting.value();
    List<?> named =
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    Set<String> organizations = new LinkedHashSet<>();
    for (Object one : named) {
      if (!(one instanceof String text) || !isUuid(text)) {
        return Set.of();
      }
      organizations.add(text.toLowerCase(Locale.ROOT));
    }
    return organizations;
  }

  private static boolean isUuid(String text) {
    for (int i = 0; i < text.length(); i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? text.charAt(i) != '-' : Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return text.length() == UUID_LENGTH && text.chars().allMatch(c -> c < 128);
  }

  /** The one permitted way to log in, for a login that offers a choice; null if none is forced. */
  public @Nullable String method() {
    return method;
  }

  /** The permitted organizations as UUIDs in lower case; empty if none is forced. */
  public Set<String> organizations() {
    return organizations == null ? Set.of() : Set.copyOf(organizations);
  }

  /** Why a login of {@code account} may neither be stored nor used; null if it may. */
  public @Nullable TokenException refusal(Account account) {
    if (fault != null) {
      return refused(fault + ", so no login is permitted; the administrator must correct it");
    }
    if (method != null && !method.equals(account.method())) {
      return refused(METHOD + " permits logins by " + method + " only, " + by(account.method()));
    }
    String organization = account.organization().toLowerCase(Locale.ROOT);
    if (organizations != null && !organizations.contains(organization)) {
      return refused(ORGANIZATION + " names other organizations than " + of(organization));
    }
    return null;
  }

  /**
   * Checks that a login of {@code account} may be stored and used.
   *
   * @throws TokenException FIX_CONFIGURATION naming the managed file if it may not
   */
  public void check(Account account) {
    TokenException refusal = refusal(account);
    if (refusal != null) {
      throw refusal;
    }
  }

  /**
   * Why a key, a token or a helper's output may not be used: none of them tells its organization.
   * Null if it may; a forced method alone forbids none of them.
   *
   * @param source name of the variable or setting
   */
  public @Nullable TokenException refusalOf(String source) {
    if (fault != null) {
      return refused(
          fault + ", so " + source + " is not permitted; the administrator must correct it");
    }
    return organizations == null
        ? null
        : refused(
            ORGANIZATION + " is set, and " + source + " does not tell its organization; log in");
  }

  /**
   * Why nobody may start a login here: while a key or a helper is configured, logins are not
   * started; one that is stored keeps its place. Null if one may be started.
   *
   * @throws SettingsException if the settings cannot be read or understood
   */
  public static @Nullable TokenException refusalToStart(
      Map<String, String> environment, Settings settings) throws SettingsException {
    if (!environment.getOrDefault(VendorVariables.API_KEY, "").isEmpty()) {
      return TokenException.fixConfiguration(
          VendorVariables.API_KEY + " is set, so no login is started; unset it first", null);
    }
    Setting helper = settings.find("apiKeyHelper");
    return helper == null
        ? null
        : TokenException.fixConfiguration(
            helper + " is set, so no login is started; remove it first", null);
  }

  private TokenException refused(String why) {
    return TokenException.fixConfiguration(file + ": " + why, null);
  }

  private static String by(String method) {
    return method.isEmpty() ? "and this one does not tell its method" : "not by " + method;
  }

  private static String of(String organization) {
    return organization.isEmpty() ? "this login's, which is not known" : organization;
  }
}
