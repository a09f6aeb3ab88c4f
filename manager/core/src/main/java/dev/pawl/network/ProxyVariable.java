package dev.pawl.network;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables that name a proxy, as curl reads them: the lower case one first, and one that is
 * empty says that there is none. {@code http_proxy} is ignored: plain http is for loopback alone.
 */
final class ProxyVariable {
  private static final List<String> NAMES =
      List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");

  private static final int PORTS = 65_535;
  private static final int HTTP_PORT = 80;
  private static final int SOCKS_PORT = 1_080;

  private ProxyVariable() {}

  /** The proxy that {@code environment} names; {@link ProxyServer#NONE} if it names none. */
  static ProxyServer of(Map<String, String> environment) {
    for (String name : NAMES) {
      String value = environment.get(name);
      if (value != null) {
        return value.isBlank() ? ProxyServer.NONE : read(name, value.strip(), except(environment));
      }
    }
    return ProxyServer.NONE;
  }

  private static String except(Map<String, String> environment) {
    String small = environment.get("no_proxy");
    return small == null ? environment.getOrDefault("NO_PROXY", "") : small;
  }

  private static ProxyServer read(String name, String value, String exceptions) {
    int mark = value.indexOf("://");
    String scheme = mark < 0 ? "http" : value.substring(0, mark).toLowerCase(Locale.ROOT);
    boolean socks = scheme.equals("socks5") || scheme.equals("socks5h") || scheme.equals("socks");
    String authority = authority(mark < 0 ? value : value.substring(mark + 3));
    int at = authority.lastIndexOf('@');
    String login = at < 0 ? "" : decoded(authority.substring(0, at));
    InetSocketAddress address =
        address(authority.substring(at + 1), socks ? SOCKS_PORT : HTTP_PORT);
    if (address == null || login == null || !(socks || scheme.equals("http"))) {
      String problem = "does not name a proxy as http://HOST:PORT or socks5://HOST:PORT";
      return new ProxyServer(Proxy.NO_PROXY, name, exceptions, "", null, problem);
    }
    Proxy proxy = new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, address);
    return new ProxyServer(proxy, name, exceptions, login, null, "");
  }

  private static String authority(String rest) {
    int end = rest.length();
    for (char stop : new char[] {'/', '?', '#'}) {
      int at = rest.indexOf(stop, rest.lastIndexOf('@') + 1);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return rest.substring(0, end);
  }

  /* A user without a password has an empty one (RFC 7617 section 2). Null if it is malformed. */
  private static @Nullable String decoded(String login) {
    try {
      String plain = URLDecoder.decode(login.replace("+", "%2B"), StandardCharsets.UTF_8);
      String whole = login.indexOf(':') < 0 ? plain + ":" : plain;
      return whole.chars().allMatch(c -> c >= ' ') ? whole : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable InetSocketAddress address(String text, int usual) {
    int bracket = text.indexOf(']');
    int colon = text.indexOf(':', bracket + 1);
    String host = colon < 0 ? text : text.substring(0, colon);
    String port = colon < 0 ? Integer.toString(usual) : text.substring(colon + 1);
    String bare = bracket < 0 ? host : host.substring(1, host.length() - 1);
    boolean whole = !bare.isEmpty() && bare.matches("[A-Za-z0-9._:%-]+");
    if (!whole || !port.matches("[0-9]{1,5}")) {
      return null;
    }
    int number = Integer.parseInt(port);
    return number < 1 || number > PORTS ? null : InetSocketAddress.createUnresolved(bare, number);
  }
}
