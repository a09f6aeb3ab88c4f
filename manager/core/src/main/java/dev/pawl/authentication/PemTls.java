package dev.pawl.authentication;

import dev.pawl.network.ConfigurationException;
import dev.pawl.network.TlsFiles;
import dev.pawl.network.Transport;
import dev.pawl.signing.UnusableKeyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** TLS by files in PEM, for what is no authorization server. */
public final class PemTls {
  private PemTls() {}

  /**
   * TLS that trusts the certificates in {@code trust} and shows the one in {@code identity}.
   *
   * @param trust null for the authorities of the machine
   * @param identity a certificate and its private key in one file; null for none
   * @throws ConfigurationException if a file cannot be used; the message names it
   */
  public static SSLContext context(@Nullable Path trust, @Nullable Path identity) {
    Transport transport = Transport.DIRECT.with(new TlsFiles(trust, null, null, null));
    if (identity == null) {
      return Objects.requireNonNull(transport.tls());
    }
    try {
      return Objects.requireNonNull(
          transport.showing(CertificateText.read(Files.readString(identity))).tls());
    } catch (UnusableKeyException e) {
      throw new ConfigurationException(identity + " " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ConfigurationException(identity + " cannot be read", e);
    }
  }
}
