package dev.pawl.cloud;

import java.util.Locale;

/** Whose library finds the credentials of a cloud. */
public enum CloudVendor {
  /** Amazon: keys that sign requests (Signature Version 4). */
  AWS,
  /** Google: OAuth access tokens of application default credentials. */
  GOOGLE,
  /** Microsoft: OAuth access tokens of Entra ID. */
  AZURE;

  /** The word for folders and commands: {@code aws}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The artifact that adapts the vendor's library. */
  public String artifact() {
    return "dev.pawl:pawl-" + word();
  }
}
