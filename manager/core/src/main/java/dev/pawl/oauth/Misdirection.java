package dev.pawl.oauth;

import dev.pawl.transport.ProxyAuthenticationRequiredException;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Tells what stands in the way for good from a network that is away for a while. */
final class Misdirection {
  private static final String PASSWORD = "the proxy wants a password (407)";
  private static final String LOGIN =
      "set network.proxy, and network.proxyLoginFile to a private file with USER:PASSWORD";

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
