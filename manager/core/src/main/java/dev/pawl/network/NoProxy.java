package dev.pawl.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that {@code NO_PROXY} excepts, as curl and most others read it: names with all that is
 * below them, each with a port or without, addresses, networks (CIDR), or {@code *} for all.
 */
final class NoProxy {
  private NoProxy() {}

  /**
   * Whether {@code list}, separated by commas or spaces, names {@code host}, or its {@code port}.
   */
  static boolean covers(String list, String host, int port) {
    for (String entry : list.split("[,\\s]+", -1)) {
      if (!entry.isEmpty() && isNamed(entry.toLowerCase(Locale.ROOT), host, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNamed(String entry, String address, int port) {
    if (entry.equals("*")) {
      return true;
    }
    String host = withoutDot(address.toLowerCase(Locale.ROOT));
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      return isWithin(entry.substring(0, slash), entry.substring(slash + 1), host);
    }
    String name = withoutPort(entry, port);
    return name != null && (isBelow(bare(name), host) || isSame(name, host));
  }

  /* Null if the entry speaks of another port. */
  private static @Nullable String withoutPort(String entry, int port) {
    int colon = entry.lastIndexOf(':');
    boolean bracketed = entry.startsWith("[");
    boolean literal = !bracketed && colon != entry.indexOf(':');
    if (colon < 0 || literal || (bracketed && !entry.substring(0, colon).endsWith("]"))) {
      return withoutBrackets(entry);
    }
    return entry.substring(colon + 1).equals(Integer.toString(port))
        ? withoutBrackets(entry.substring(0, colon))
        : null;
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static String withoutDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static String bare(String name) {
    String below = name.startsWith("*.") ? name.substring(2) : name;
    return withoutDot(below.startsWith(".") ? below.substring(1) : below);
  }

  private static boolean isBelow(String name, String host) {
    return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
  }

  private static boolean isSame(String name, String host) {
    byte[] one = literal(name);
    byte[] other = literal(host);
    return one != null && other != null && Arrays.equals(one, other);
  }

  private static boolean isWithin(String network, String bits, String host) {
    byte[] base = literal(withoutBrackets(network));
    byte[] found = literal(host);
    if (base == null || found == null || base.length != found.length) {
      return false;
    }
    int length = bits.matches("[0-9]{1,3}") ? Integer.parseInt(bits) : -1;
    if (length < 0 || length > base.length * 8) {
      return false;
    }
    for (int bit = 0; bit < length; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((base[bit / 8] & mask) != (found[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /* Only what is an address already: no name is ever looked up here. */
  private static byte @Nullable [] literal(String host) {
    boolean address = host.contains(":") || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    try {
      return address ? InetAddress.getByName(host).getAddress() : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
