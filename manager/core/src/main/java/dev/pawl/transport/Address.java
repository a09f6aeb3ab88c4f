package dev.pawl.transport;

import dev.pawl.network.ConfigurationException;
import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address that may be sent a secret: https, or http on this machine's loopback.
 *
 * @param host without brackets
 * @param port explicit, or the scheme's own
 * @param target what stands in the request line
 */
public record Address(boolean tls, String host, int port, String target) {
  private static final Pattern UNDERSCORED =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_-]+)*");
  private static final Pattern PORT = Pattern.compile("[0-9]{0,6}");
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  /**
   * The address that {@code uri} names.
   *
   * @throws ConfigurationException if {@code uri} may not be used; {@code what} names its setting
   */
  public static Address of(URI uri, String what) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    String bare = uri.getHost() == null ? named(authority) : uri.getHost();
    String host = bare.startsWith("[") ? bare.substring(1, bare.length() - 1) : bare;
    int named = uri.getHost() == null ? port(authority) : uri.getPort();
    boolean tls = scheme.equals("https");
    if (host.isEmpty() || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new ConfigurationException(
          what + " is not an absolute address without user name and fragment");
    }
    if (!tls && !(scheme.equals("http") && isLoopback(host))) {
      throw new ConfigurationException(
          what + " at " + host + " must be https; plain http is for loopback addresses alone");
    }
    if (named == 0 || named > 65_535) {
      throw new ConfigurationException(what + " at " + host + " names a port that cannot be");
    }
    int port = named > 0 ? named : tls ? 443 : 80;
    return new Address(tls, host, port, target(uri));
  }

  /*
   * RFC 3986 permits an underscore in a host, and people write the letters of their language (RFC
   * 3490): java.net.URI then knows no host.
   */
  private static String named(String authority) {
    int colon = authority.indexOf(':');
    String host = ascii(colon < 0 ? authority : authority.substring(0, colon));
    String port = colon < 0 ? "" : authority.substring(colon + 1);
    return UNDERSCORED.matcher(host).matches() && PORT.matcher(port).matches() ? host : "";
  }

  private static String ascii(String host) {
    try {
      return host.chars().allMatch(letter -> letter < 128) ? host : IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      return ""; // a name that no host can have
    }
  }

  private static int port(String authority) {
    int colon = authority.indexOf(':');
    String port = colon < 0 ? "" : authority.substring(colon + 1);
    return port.isEmpty() || !PORT.matcher(port).matches() ? -1 : Integer.parseInt(port);
  }

  private static String target(URI uri) {
    URI ascii = URI.create(uri.toASCIIString());
    String path = ascii.getRawPath() == null ? "" : ascii.getRawPath();
    String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
    return (path.isEmpty() ? "/" : path) + query;
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("::1")
        || host.equals("0:0:0:0:0:0:0:1")
        || LOOPBACK_V4.matcher(host).matches();
  }

  boolean isLoopback() {
    return isLoopback(host);
  }

  /** Host and port as the Host header and CONNECT have them. */
  String authority() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** For the Host header: without the scheme's own port. */
  String hostHeader() {
    String authority = authority();
    boolean usual = port == (tls ? 443 : 80);
    return usual ? authority.substring(0, authority.lastIndexOf(':')) : authority;
  }

  /** The host and port that messages name. */
  @Override
  public String toString() {
    return authority();
  }
}
