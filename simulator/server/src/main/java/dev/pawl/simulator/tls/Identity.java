package dev.pawl.simulator.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A server's key and certificate, and the certificate of the authority that signed it. Both are
 * made for one run; the authority's key is gone when this is there. Immutable.
 */
public final class Identity {
  private final SSLContext context;
  private final X509Certificate authority;

  private Identity(SSLContext context, X509Certificate authority) {
    this.context = context;
    this.authority = authority;
  }

  /**
   * Makes an authority and has it sign a certificate. Takes a few seconds.
   *
   * @param address of the server, in numbers
   * @throws IllegalStateException if this Java has no keytool, or it failed
   */
  public static Identity of(Certificate kind, String address) {
    try (Keytool keytool = Keytool.open()) {
      keytool.makeAuthority();
      keytool.makeServer(kind, address);
      return of(keytool.load(), keytool.password());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no certificate could be made: " + e.getMessage(), e);
    }
  }

  private static Identity of(KeyStore made, char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, password);
    own.setKeyEntry(
        Keytool.SERVER,
        made.getKey(Keytool.SERVER, password),
        password,
        made.getCertificateChain(Keytool.SERVER));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new AnyCertificate()}, null);
    Arrays.fill(password, '\0');
    return new Identity(
        context, (X509Certificate) Objects.requireNonNull(made.getCertificate(Keytool.AUTHORITY)));
  }

  /** Returns what a server speaks TLS with. */
  public SSLContext context() {
    return context;
  }

  /** Returns the authority's certificate: whoever trusts it trusts the server. */
  public X509Certificate authority() {
    return authority;
  }

  /** Returns the authority's certificate in PEM (RFC 7468). */
  public String pem() {
    return ClientIdentity.pem(authority);
  }
}
