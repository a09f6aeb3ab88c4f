package dev.pawl.authentication;

import dev.pawl.file.FileTrust;
import dev.pawl.settings.Setting;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.SecretReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where the secrets, or the keys, of a client are, as one place of the settings says. */
final class SecretPlaces {
  private static final int MOST = 2;

  private SecretPlaces() {}

  /**
   * What {@code field} of {@code place} says; empty if nothing.
   *
   * @throws SettingsException if it makes no sense; the message quotes no value
   */
  static List<SecretReference> of(Setting place, String field) throws SettingsException {
    Setting setting = place.member(field);
    if (setting == null) {
      return List.of();
    }
    if (place.name().startsWith("profiles.") && place.member("issuer") == null) {
      throw setting.malformed(
          "needs the field issuer beside it: a secret is sent to the issuer that it is for alone");
    }
    List<SecretReference> secrets = new ArrayList<>();
    for (String text : setting.texts()) {
      secrets.add(reference(setting, text));
    }
    if (secrets.isEmpty() || secrets.size() > MOST) {
      throw setting.malformed("names neither one place of a secret nor two");
    }
    return secrets;
  }

  private static SecretReference reference(Setting setting, String text) throws SettingsException {
    SecretReference reference;
    try {
      reference = SecretReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw setting.malformed(
          e.getMessage() + "; a secret itself belongs into a private file (chmod 600)");
    }
    if (reference.kind() == SecretReference.Kind.TEXT) {
      requirePrivate(setting);
    }
    return reference;
  }

  private static void requirePrivate(Setting setting) throws SettingsException {
    try {
      FileTrust.Flaw flaw = FileTrust.ofSecretFile(setting.file());
      if (flaw != null) {
        throw setting.malformed("holds a secret, and the file " + flaw.problem());
      }
    } catch (SettingsException e) {
      throw e;
    } catch (IOException e) {
      throw setting.malformed("holds a secret, and the file cannot be looked at");
    }
  }
}
