package dev.pawl.simulator.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Objects;

/**
 * A client's key and certificate, and who signed it. All are made for one run; an authority's key
 * is gone when this is there. Immutable; its text form names nothing of the key.
 *
 * @param certificate that it shows
 * @param authority whose key signed it: itself, if nobody else did
 * @param pem the certificate and the private key (RFC 7468); secret
 */
public record ClientIdentity(X509Certificate certificate, X509Certificate authority, String pem) {
  /**
   * Makes an authority and has it sign a client's certificate. Takes a few seconds.
   *
   * @param subject such as {@code CN=gateway,O=Example}
   * @throws IllegalStateException if this Java has no keytool, or it failed
   */
  public static ClientIdentity signed(String subject) {
    return made(subject, true);
  }

  /** Makes a certificate that its own key has signed; throws as {@link #signed} does. */
  public static ClientIdentity selfSigned(String subject) {
    return made(subject, false);
  }

  private static ClientIdentity made(String subject, boolean signed) {
    try (Keytool keytool = Keytool.open()) {
      if (signed) {
        keytool.makeAuthority();
      }
      keytool.makeClient(subject, signed);
      return of(keytool.load(), keytool.password(), signed ? Keytool.AUTHORITY : Keytool.CLIENT);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no certificate could be made: " + e.getMessage(), e);
    }
  }

  private static ClientIdentity of(KeyStore made, char[] password, String authority)
      throws GeneralSecurityException {
    X509Certificate certificate = certificate(made, Keytool.CLIENT);
    byte[] key = made.getKey(Keytool.CLIENT, password).getEncoded();
    return new ClientIdentity(
        certificate, certificate(made, authority), pem(certificate) + block("PRIVATE KEY", key));
  }

  private static X509Certificate certificate(KeyStore made, String alias)
      throws GeneralSecurityException {
    return (X509Certificate) Objects.requireNonNull(made.getCertificate(alias));
  }

  /** Returns the authority's certificate in PEM. */
  public String authorityPem() {
    return pem(authority);
  }

  static String pem(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }

  private static String block(String label, byte[] bytes) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  @Override
  public String toString() {
    return "ClientIdentity[" + certificate.getSubjectX500Principal() + "]";
  }
}
