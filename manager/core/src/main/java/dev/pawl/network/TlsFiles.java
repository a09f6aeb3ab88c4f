package dev.pawl.network;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The files that say whom to trust and who we are.
 *
 * @param trust certificates in PEM, or a key store (PKCS12, JKS) that holds them; these alone are
 *     trusted. Null for the platform's own
 * @param trustPassword of the trust store; null if it has none
 * @param identity key store (PKCS12, JKS) with our client certificate and its key; null for none
 * @param identityPassword of the identity store; null if it has none
 */
public record TlsFiles(
    @Nullable Path trust,
    @Nullable String trustPassword,
    @Nullable Path identity,
    @Nullable String identityPassword) {

  /** Trust the certificates of {@code pem}, show none. */
  public static TlsFiles trusting(Path pem) {
    return new TlsFiles(pem, null, null, null);
  }

  public SSLContext context() {
    return context(null);
  }

  /** The same, with {@code shown} in the place of the identity; null for the identity itself. */
  SSLContext context(@Nullable ClientCertificate shown) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] keys = shown == null ? keys() : new KeyManager[] {shown.manager()};
      context.init(keys, trusted(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException("TLS cannot be set up from the files given", e);
    }
  }

  private TrustManager @Nullable [] trusted() throws GeneralSecurityException {
    if (trust == null) {
      return null;
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store(trust, trustPassword));
    return factory.getTrustManagers();
  }

  private KeyManager @Nullable [] keys() throws GeneralSecurityException {
    if (identity == null) {
      return null;
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store(identity, identityPassword), characters(identityPassword));
    return factory.getKeyManagers();
  }

  private static KeyStore store(Path file, @Nullable String password) {
    try {
      byte[] content = Files.readAllBytes(file);
      String text = new String(content, StandardCharsets.ISO_8859_1);
      if (text.contains("-----BEGIN CERTIFICATE-----")) {
        return certificates(content);
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(new ByteArrayInputStream(content), characters(password));
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigurationException(
          file + " is not a readable PEM file or key store, or its password is wrong", e);
    }
  }

  private static char @Nullable [] characters(@Nullable String password) {
    return password == null ? null : password.toCharArray();
  }

  private static KeyStore certificates(byte[] pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (Certificate each : factory.generateCertificates(new ByteArrayInputStream(pem))) {
      store.setCertificateEntry("trusted-" + store.size(), each);
    }
    return store;
  }

  /** Names the files, never a password. */
  @Override
  public String toString() {
    return "TlsFiles[trust=" + trust + ", identity=" + identity + "]";
  }
}
