package dev.pawl.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Through whom issuers are reached, and who says so. Immutable.
 *
 * @param proxy {@link Proxy#NO_PROXY}, an HTTP proxy that allows CONNECT, or a SOCKS 5 proxy; its
 *     address is best unresolved, so that it is looked up for each connection
 * @param origin the setting or variable that names it; empty if the application does
 * @param exceptions hosts that are reached directly, as {@code NO_PROXY} lists them
 * @param login user name and password with a colon between them; secret; empty for none
 * @param loginFile where the login is read for each connection instead; null for none
 * @param problem why {@code origin} names none that can be used; empty if it does
 */
public record ProxyServer(
    Proxy proxy,
    String origin,
    String exceptions,
    String login,
    @Nullable Path loginFile,
    String problem) {
  /** No proxy. */
  public static final ProxyServer NONE = of(Proxy.NO_PROXY);

  /** Checks that all but the file is given. */
  public ProxyServer {
    Objects.requireNonNull(proxy, "proxy");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(exceptions, "exceptions");
    Objects.requireNonNull(login, "login");
    Objects.requireNonNull(problem, "problem");
  }

  /** {@code proxy}, without a password and for every host. */
  public static ProxyServer of(Proxy proxy) {
    return new ProxyServer(proxy, "", "", "", null, "");
  }

  /** Whether anything is said of a proxy. */
  public boolean isNone() {
    return proxy.type() == Proxy.Type.DIRECT && problem.isEmpty();
  }

  /** Whether {@code host} is reached through it at {@code port}. */
  public boolean isFor(String host, int port) {
    return !isNone() && !NoProxy.covers(exceptions, host, port);
  }

  /**
   * The user name and the password that the proxy is given now; empty if it wants none.
   *
   * @throws IOException if the file that holds them cannot be used; the message names it
   */
  public String presentLogin() throws IOException {
    return loginFile == null ? login : ProxyLogin.read(loginFile);
  }

  /** Why nobody can be reached through it, as far as this machine can tell; empty if nothing. */
  public String presentProblem() {
    try {
      String unused = loginFile == null ? "" : ProxyLogin.read(loginFile);
      return problem.isEmpty() ? "" : origin + " " + problem;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** How issuers are reached, in a sentence. */
  public String way() {
    String but = exceptions.isBlank() ? "" : ", but for " + exceptions;
    return isNone() ? "issuers are reached directly" : "issuers are reached through " + this + but;
  }

  /** Host, port and origin, as people read them; never the password. */
  @Override
  public String toString() {
    if (isNone()) {
      return "no proxy";
    }
    String named = origin.isEmpty() ? "" : " (" + origin + ")";
    return proxy.address() instanceof InetSocketAddress at
        ? "the proxy " + at.getHostString() + ":" + at.getPort() + named
        : "the proxy" + named;
  }
}
