package dev.pawl.simulator.core.client;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * By what a server knows the certificate of a client (RFC 8705 section 2). Immutable.
 *
 * @param subject the name that it must have; empty if it is the very certificate that counts
 * @param certificate of the authority that must have signed it; else the very certificate
 */
public record KnownCertificate(Optional<X500Principal> subject, X509Certificate certificate) {
  /**
   * Known by its subject and by who signed it: {@code tls_client_auth} (section 2.1).
   *
   * @param subject such as {@code CN=gateway,O=Example}
   * @throws IllegalArgumentException if that is no name
   */
  public static KnownCertificate of(String subject, X509Certificate authority) {
    return new KnownCertificate(Optional.of(new X500Principal(subject)), authority);
  }

  /** Known itself: {@code self_signed_tls_client_auth} (section 2.2). */
  public static KnownCertificate pinned(X509Certificate certificate) {
    return new KnownCertificate(Optional.empty(), certificate);
  }

  /** Returns how its client authenticates. */
  ClientAuthentication authentication() {
    return subject.isPresent()
        ? ClientAuthentication.TLS_CLIENT_AUTH
        : ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH;
  }

  /** Tells whether a client that shows this one is the one that is meant. */
  boolean isShownAs(X509Certificate shown) {
    if (subject.isEmpty()) {
      return shown.equals(certificate);
    }
    try {
      shown.checkValidity();
      shown.verify(certificate.getPublicKey());
      return shown.getSubjectX500Principal().equals(subject.get());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
