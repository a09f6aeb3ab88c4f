package dev.pawl.simulator.core.client;

import java.util.Locale;

/** How a client proves who it is at the token endpoint (RFC 7591, section 2). */
public enum ClientAuthentication {
  /** Not at all: a public client, which names itself in {@code client_id}. */
  NONE,
  /** Id and secret in an HTTP Basic header, each form-encoded first (RFC 6749, section 2.3.1). */
  CLIENT_SECRET_BASIC,
  /** Id and secret in the form (RFC 6749, section 2.3.1). */
  CLIENT_SECRET_POST,
  /** An assertion under HS256 with the secret (OpenID Connect Core 1.0, section 9). */
  CLIENT_SECRET_JWT,
  /** An assertion under a key of which the server knows the public half (the same). */
  PRIVATE_KEY_JWT,
  /** A certificate in TLS of a subject that the server knows (RFC 8705, section 2.1). */
  TLS_CLIENT_AUTH,
  /** A certificate in TLS that the server itself knows (RFC 8705, section 2.2). */
  SELF_SIGNED_TLS_CLIENT_AUTH;

  /** Returns its name as metadata has it, such as {@code client_secret_basic}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
