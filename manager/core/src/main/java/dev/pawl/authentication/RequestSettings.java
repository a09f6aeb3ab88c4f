package dev.pawl.authentication;

import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.LastLogin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer wants of each request besides the protocol: headers, and parameters of the login
 * that a refresh repeats. By the settings of the profile, then by those of the issuer; they count
 * for the issuer that stands beside them alone, as a client's secret does.
 *
 * @param headers by their names
 * @param repeated the names of the parameters that go with each refresh
 */
public record RequestSettings(Map<String, String> headers, Set<String> repeated) {
  /** The setting that names further headers. */
  public static final String HEADERS = "headers";

  /** The setting that names parameters of the login which go with each refresh. */
  public static final String REPEATED = "refreshParameters";

  private static final RequestSettings NONE = new RequestSettings(Map.of(), Set.of());

  /* RFC 9110 sections 5.1 and 5.5, in visible ASCII. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
  private static final Pattern VALUE =
      Pattern.compile("[\\x21-\\x7E]([\\x20-\\x7E]*[\\x21-\\x7E])?");

  /* What the protocol, or the connection, sets itself. */
  private static final Set<String> TAKEN =
      Set.of(
          "accept",
          "accept-encoding",
          "authorization",
          "connection",
          "content-length",
          "content-type",
          "dpop",
          "expect",
          "host",
          "keep-alive",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  /** Copies both. */
  public RequestSettings {
    headers = Map.copyOf(headers);
    repeated = Set.copyOf(repeated);
  }

  /**
   * What counts for requests of {@code client}, to whom the login of {@code profile} is bound.
   *
   * @throws SettingsException if the settings cannot be read, or make no sense; the message names
   *     file and field, and quotes no value
   */
  public static RequestSettings of(Settings settings, String profile, ClientRegistration client)
      throws SettingsException {
    List<Setting> places = new ArrayList<>(ClientPlaces.ofProfile(settings, profile, client));
    places.addAll(ClientPlaces.ofIssuers(settings, client));
    RequestSettings all = NONE;
    for (Setting place : places) {
      all = all.or(said(place));
    }
    return all;
  }

  private static RequestSettings said(Setting place) throws SettingsException {
    Setting repeated = place.member(REPEATED);
    return new RequestSettings(
        headers(place.member(HEADERS)),
        repeated == null ? Set.of() : new LinkedHashSet<>(repeated.texts()));
  }

  private static Map<String, String> headers(@Nullable Setting setting) throws SettingsException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : setting == null ? List.<String>of() : setting.members()) {
      Setting one = Objects.requireNonNull(setting).member(name);
      String value = one == null ? "" : one.text();
      if (TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
        throw setting.malformed("names a header that is the protocol's own");
      }
      if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
        throw setting.malformed("holds what is no header of visible ASCII");
      }
      headers.put(name, value);
    }
    return headers;
  }

  /** What is said here, and where nothing is, what {@code others} say. */
  private RequestSettings or(RequestSettings others) {
    return new RequestSettings(
        headers.isEmpty() ? others.headers : headers,
        repeated.isEmpty() ? others.repeated : repeated);
  }

  /** The parameters that the refresh of {@code grant} repeats; what mints tokens sends all. */
  Map<String, String> repeated(Grant grant) {
    Map<String, String> values = new LinkedHashMap<>(LastLogin.parameters(grant));
    values.keySet().retainAll(repeated);
    if (repeated.contains("scope") && !grant.client().scope().isEmpty()) {
      values.put("scope", grant.client().scope());
    }
    return grant.tokens().grantType() == GrantType.REFRESH_TOKEN ? values : Map.of();
  }

  /**
   * Makes sure that what {@code settings} say of any profile and issuer makes sense.
   *
   * @throws SettingsException if not; the message names file and field, and quotes no value
   */
  public static void requireSense(Settings settings) throws SettingsException {
    for (Setting place : ClientPlaces.all(settings)) {
      RequestSettings unused = said(place);
    }
  }

  /** Names the headers alone. */
  @Override
  public String toString() {
    return "RequestSettings[" + headers.keySet() + ", " + repeated + "]";
  }
}
