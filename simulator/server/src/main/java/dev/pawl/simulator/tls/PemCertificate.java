package dev.pawl.simulator.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Reads a certificate in PEM (RFC 7468). */
public final class PemCertificate {
  private PemCertificate() {}

  /**
   * Returns the certificate.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static X509Certificate read(String pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("'certificate' is no certificate in PEM", e);
    }
  }
}
