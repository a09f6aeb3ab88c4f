package dev.pawl.oauth;

import dev.pawl.transport.ProxyAuthenticationRequiredException;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Tells what stands in the way for good from a network that is away for a while. */
final class Misdirection {
  private static final String PASSWORD = "the proxy wants a password (407)";
  private static final String LOGIN =
      "set network.proxy, and network.proxyLoginFile to a private file with USER:PASSWORD";

  /* RFC 8446 section 6.2, by the JDK's names; each is of the certificate alone. */
  private static final Pattern ALERT =
      Pattern.compile(
          "Received fatal alert: (bad_certificate|unsupported_certificate|certificate_revoked"
              + "|certificate_expired|certificate_unknown|unknown_ca|certificate_required)");

  private Misdirection() {}

  /** The proxy wants to know who asks. */
  static SpendOutcome.Misdirected wantsPassword(boolean sent) {
    return new SpendOutcome.Misdirected(PASSWORD, LOGIN, sent);
  }

  /**
   * What only other settings cure, of a connection that could not be opened; null if it may work
   * later.
   *
   * @param where the address, for people
   */
  static SpendOutcome.@Nullable Misdirected of(IOException failure, String where) {
    SpendOutcome.Misdirected shown = ofCertificate(failure, where);
    if (shown != null) { // TLS 1.2 says it before anything is sent
      return new SpendOutcome.Misdirected(shown.why(), shown.remedy(), false);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProxyAuthenticationRequiredException) {
        return new SpendOutcome.Misdirected(String.valueOf(cause.getMessage()), LOGIN, false);
      }
      if (isName(cause)) {
        return new SpendOutcome.Misdirected(
            where + ": the certificate is another host's (" + cause.getMessage() + ")",
            "correct the address with --token-endpoint, or network.proxy",
            false);
      }
      if (isUntrusted(cause)) {
        return new SpendOutcome.Misdirected(
            where + ": the certificate is not trusted (" + cause.getMessage() + ")",
            "set network.trust to the certificate of the authority that signed it",
            false);
      }
    }
    return null;
  }

  /**
   * The server does not take the certificate that was shown, or wants one; null if it does not say
   * so. It looked at nothing else then: a server reads no request before it is content with the
   * certificate (RFC 8446 section 4.4.2.4), though in TLS 1.3 the client has sent it by then.
   *
   * @param where the address, for people
   */
  static SpendOutcome.@Nullable Misdirected ofCertificate(IOException failure, String where) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher alert = ALERT.matcher(String.valueOf(cause.getMessage()));
      if (cause instanceof SSLException && alert.find()) {
        return new SpendOutcome.Misdirected(
            where + ": the server does not take the client's certificate (" + alert.group(1) + ")",
            "set clientCertificate to one that it takes, or network.identity",
            true);
      }
    }
    return null;
  }

  private static boolean isName(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    boolean names =
        message.startsWith("No name matching")
            || message.startsWith("No subject alternative")
            || message.toLowerCase(Locale.ROOT).contains("hostname");
    return names
        && (cause instanceof CertificateException
            || cause instanceof SSLPeerUnverifiedException
            || cause instanceof SSLHandshakeException);
  }

  /* Not a certificate that has ended: its server's owner mends that. */
  private static boolean isUntrusted(Throwable cause) {
    return cause instanceof CertPathBuilderException
        || (cause instanceof SSLHandshakeException
            && String.valueOf(cause.getMessage()).contains("PKIX path building failed"));
  }
}
