package dev.pawl.it.compared;

import java.util.Locale;

/** An endpoint, found in the provider's metadata. */
enum Place {
  AUTHORIZATION_ENDPOINT,
  TOKEN_ENDPOINT,
  REVOCATION_ENDPOINT,
  INTROSPECTION_ENDPOINT,
  PUSHED_AUTHORIZATION_REQUEST_ENDPOINT,
  DEVICE_AUTHORIZATION_ENDPOINT,
  USERINFO_ENDPOINT,
  JWKS_URI,
  METADATA;

  /** Returns the member of the metadata that has its address. */
  String member() {
    return name().toLowerCase(Locale.ROOT);
  }
}
