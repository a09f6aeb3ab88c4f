package dev.pawl.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/**
 * The name of a host with an underscore, as TLS is told of it (RFC 6066 section 3). The JDK neither
 * sends nor checks such a name; the check here is that of RFC 6125 section 6.4: subject alternative
 * names of type DNS alone, a wildcard for the first label alone.
 */
final class UnderscoredName extends SNIServerName {
  private static final int DNS = 2;

  UnderscoredName(String host) {
    super(StandardConstants.SNI_HOST_NAME, host.toLowerCase(Locale.ROOT).getBytes(US_ASCII));
  }

  /**
   * Checks that the server's certificate is for {@code host}.
   *
   * @throws SSLPeerUnverifiedException if not
   */
  static void requireIn(SSLSession session, String host) throws SSLPeerUnverifiedException {
    boolean named =
        session.getPeerCertificates()[0] instanceof X509Certificate certificate
            && names(certificate).stream().anyMatch(name -> matches(name, host));
    if (!named) {
      throw new SSLPeerUnverifiedException("No name matching " + host + " found");
    }
  }

  private static List<String> names(X509Certificate certificate) throws SSLPeerUnverifiedException {
    try {
      @Nullable Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> Integer.valueOf(DNS).equals(name.get(0)))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException e) {
      throw new SSLPeerUnverifiedException("the names of the certificate cannot be read");
    }
  }

  static boolean matches(String name, String host) {
    if (!name.startsWith("*.")) {
      return name.equalsIgnoreCase(host);
    }
    int dot = host.indexOf('.');
    boolean twoMore = name.indexOf('.', 2) > 0;
    return dot > 0 && twoMore && name.substring(1).equalsIgnoreCase(host.substring(dot));
  }
}
