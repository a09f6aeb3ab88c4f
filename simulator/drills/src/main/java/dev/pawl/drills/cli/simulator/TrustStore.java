package dev.pawl.drills.cli.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The authority of a simulator as Java has it: the only one that is trusted. */
final class TrustStore {
  /** What everybody's has; there is no secret in it. */
  private static final String PASSWORD = "changeit";

  private final KeyStore store;

  private TrustStore(KeyStore store) {
    this.store = store;
  }

  /**
   * Reads a certificate.
   *
   * @throws IOException if the file cannot be read, or holds none
   */
  static TrustStore of(Path certificate) throws IOException {
    try (InputStream in = Files.newInputStream(certificate)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "simulator", CertificateFactory.getInstance("X.509").generateCertificate(in));
      return new TrustStore(store);
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate in " + certificate + " cannot be used", e);
    }
  }

  SSLContext context() throws IOException {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no TLS", e);
    }
  }

  /** Writes it to a file, and returns what has a JVM trust it. */
  String writeTo(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java writes no PKCS #12", e);
    }
    return "-Djavax.net.ssl.trustStore=" + file + " -Djavax.net.ssl.trustStorePassword=" + PASSWORD;
  }
}
