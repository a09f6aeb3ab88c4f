package dev.pawl.authentication;

import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.ClientRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the settings speak of the requests of one client; what stands first wins. */
final class ClientPlaces {
  private static final String PROFILES = "profiles";
  private static final String ISSUERS = "issuers";

  private ClientPlaces() {}

  /** {@code profiles.PROFILE}, if what it says is for {@code client}. */
  static List<Setting> ofProfile(Settings settings, String profile, ClientRegistration client)
      throws SettingsException {
    Setting place = settings.find(List.of(PROFILES, profile));
    return place == null || !isFor(place, client) ? List.of() : List.of(place);
  }

  /** Each {@code issuers.NAME} that names the issuer of {@code client}. */
  static List<Setting> ofIssuers(Settings settings, ClientRegistration client)
      throws SettingsException {
    List<Setting> places = new ArrayList<>();
    for (Setting place : members(settings, ISSUERS)) {
      boolean named = client.isOf(nameOf(place)) || place.member("issuer") != null;
      if (named && isFor(place, client)) {
        places.add(place);
      }
    }
    return places;
  }

  /** Every place, whoever it is for. */
  static List<Setting> all(Settings settings) throws SettingsException {
    List<Setting> places = new ArrayList<>(members(settings, PROFILES));
    places.addAll(members(settings, ISSUERS));
    return places;
  }

  private static List<Setting> members(Settings settings, String group) throws SettingsException {
    Setting all = settings.find(group);
    List<Setting> members = new ArrayList<>();
    for (String name : all == null ? List.<String>of() : all.members()) {
      Setting one = Objects.requireNonNull(all).member(name);
      if (one != null) {
        members.add(one);
      }
    }
    return members;
  }

  private static String nameOf(Setting issuer) {
    return issuer.name().substring(ISSUERS.length() + 1);
  }

  /* What stands beside a secret says whose it is. */
  private static boolean isFor(Setting place, ClientRegistration client) throws SettingsException {
    Setting issuer = place.member("issuer");
    return (issuer == null || client.isOf(issuer.issuer()))
        && isOf(place.member("clientId"), client.clientId())
        && isOf(place.member("tokenEndpoint"), client.tokenEndpoint().toString());
  }

  private static boolean isOf(@Nullable Setting named, String value) throws SettingsException {
    return named == null || named.text().equals(value);
  }
}
