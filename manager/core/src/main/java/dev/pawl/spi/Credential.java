package dev.pawl.spi;

import java.util.Objects;

/**
 * What a source gives: one secret, how it is presented and when it ends. Immutable.
 *
 * @param kind how it is presented
 * @param value the secret
 * @param expiresAt when it ends, epoch milliseconds; {@link Long#MAX_VALUE} if the source does not
 *     say
 */
public record Credential(Kind kind, String value, long expiresAt) {

  /** How a credential is presented to an API. */
  public enum Kind {
    /** {@code Authorization: Bearer} (RFC 6750). */
    BEARER,
    /** {@code Authorization: DPoP}, with a proof for each request (RFC 9449 section 7.1). */
    DPOP,
    /** {@code X-Api-Key}. */
    API_KEY,
    /** In both headers, as the output of an {@code apiKeyHelper} is. */
    BOTH,
    /**
     * As a signature (AWS Signature Version 4) with keys: the value is the document of a {@code
     * credential_process}.
     */
    AWS_KEYS
  }

  /** Checks that no part is missing. */
  public Credential {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(value, "value");
  }

  /** Enough to recognise the secret, not enough to use it. */
  public Fingerprint fingerprint() {
    return Fingerprint.of(value);
  }

  /** Names the kind and the fingerprint, never the secret. */
  @Override
  public String toString() {
    return "Credential[kind=" + kind + ", fingerprint=" + fingerprint() + "]";
  }
}
