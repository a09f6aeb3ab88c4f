package dev.pawl.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.network.ProxyServer;
import dev.pawl.wire.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.Base64;
import java.util.Locale;

/**
 * A way through a proxy: CONNECT (RFC 9110 section 9.3.6) with Basic credentials (RFC 7617), or
 * SOCKS 5 (RFC 1928) with those of RFC 1929. The proxy looks the issuer's name up, and sees of what
 * follows the TLS alone. Every failure names the proxy and who chose it.
 *
 * @param proxy through whom
 * @param address where to
 * @param deadline for all of it
 */
record ProxyTunnel(ProxyServer proxy, Address address, Deadline deadline) {
  private static final int MAX_HEAD = 64 << 10;
  private static final int SOCKS = 5;
  private static final int NO_METHOD = 0;
  private static final int PASSWORD_METHOD = 2;
  private static final int LOGIN_VERSION = 1;
  private static final int BY_NAME = 3;
  private static final int BY_IPV4 = 1;
  private static final int BY_IPV6 = 4;

  /** A socket whose other end is the issuer. */
  DeadlineSocket open() throws IOException {
    if (!proxy.problem().isEmpty()) {
      throw new ConnectException(proxy.origin() + " " + proxy.problem() + "; set network.proxy");
    }
    if (!(proxy.proxy().address() instanceof InetSocketAddress at)) {
      throw new ConnectException("the proxy has no address");
    }
    try {
      return through(at);
    } catch (ProxyAuthenticationRequiredException e) {
      throw e;
    } catch (IOException e) {
      throw new ConnectException(proxy + ": " + e.getMessage());
    }
  }

  private DeadlineSocket through(InetSocketAddress at) throws IOException {
    String login = proxy.presentLogin();
    DeadlineSocket socket =
        ConnectionAttempts.toAnyOf(
            Hosts.resolve(at.getHostString(), deadline), at.getPort(), deadline);
    try {
      if (proxy.proxy().type() == Proxy.Type.SOCKS) {
        askSocks(socket, login);
      } else {
        askHttp(socket, login);
      }
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private void askHttp(Socket socket, String login) throws IOException {
    String to = address.authority();
    String authorization =
        login.isEmpty()
            ? ""
            : "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(login.getBytes(UTF_8))
                + "\r\n";
    String request = "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n" + authorization + "\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    String head = head(socket.getInputStream());
    int status = status(head);
    if (status == 407) {
      throw refused("answered 407", login, isBasicOffered(head));
    }
    if (status / 100 != 2) {
      throw new ConnectException("the proxy answered " + status);
    }
  }

  private static int status(String head) throws ConnectException {
    boolean http = head.startsWith("HTTP/1.") && head.length() >= 12 && head.charAt(8) == ' ';
    String status = http ? head.substring(9, 12) : "";
    if (!status.matches("[1-9][0-9]{2}")) {
      throw new ConnectException("not the answer of an HTTP proxy");
    }
    return Integer.parseInt(status);
  }

  /* Byte by byte: what follows the head belongs to the issuer. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int next = in.read();
      if (next < 0 || head.length() > MAX_HEAD) {
        throw new EOFException("the proxy ended the connection instead of answering");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static boolean isBasicOffered(String head) {
    String fields = head.toLowerCase(Locale.ROOT);
    return !fields.contains("\nproxy-authenticate:") || fields.contains("basic");
  }

  private void askSocks(Socket socket, String login) throws IOException {
    InputStream in = socket.getInputStream();
    int wanted = login.isEmpty() ? NO_METHOD : PASSWORD_METHOD;
    byte[] methods =
        login.isEmpty()
            ? new byte[] {SOCKS, 1, NO_METHOD}
            : new byte[] {SOCKS, 2, NO_METHOD, PASSWORD_METHOD};
    socket.getOutputStream().write(methods);
    int version = octet(in);
    int method = octet(in);
    if (version != SOCKS) {
      throw new ConnectException("not the answer of a SOCKS 5 proxy");
    }
    if (method == PASSWORD_METHOD && wanted == PASSWORD_METHOD) {
      logIn(socket, login);
    } else if (method != NO_METHOD) {
      throw refused("refused every way to log in to it", login, true);
    }
    socket.getOutputStream().write(connectRequest());
    requireSuccess(in);
  }

  private void logIn(Socket socket, String login) throws IOException {
    int colon = login.indexOf(':');
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(LOGIN_VERSION);
    field(request, login.substring(0, colon).getBytes(UTF_8));
    field(request, login.substring(colon + 1).getBytes(UTF_8));
    socket.getOutputStream().write(request.toByteArray());
    int version = octet(socket.getInputStream());
    if (octet(socket.getInputStream()) != 0 || version != LOGIN_VERSION) {
      throw refused("refused the login", login, true);
    }
  }

  private byte[] connectRequest() throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {SOCKS, 1, 0, BY_NAME});
    field(request, address.host().getBytes(US_ASCII));
    request.write(address.port() >> 8);
    request.write(address.port());
    return request.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, byte[] text) throws ConnectException {
    if (text.length > 255) {
      throw new ConnectException("SOCKS has no room for a name or password of this length");
    }
    out.write(text.length);
    out.writeBytes(text);
  }

  private static void requireSuccess(InputStream in) throws IOException {
    int version = octet(in);
    int reply = octet(in);
    if (version != SOCKS || reply != 0) {
      throw new ConnectException("the proxy answered with SOCKS reply " + reply);
    }
    int reserved = octet(in);
    int type = octet(in);
    int length = type == BY_IPV4 ? 4 : type == BY_IPV6 ? 16 : octet(in);
    for (int i = 0; i < length + 2 + reserved; i++) {
      int unused = octet(in);
    }
  }

  private static int octet(InputStream in) throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("the proxy ended the connection instead of answering");
    }
    return octet;
  }

  private ProxyAuthenticationRequiredException refused(String did, String login, boolean basic) {
    String who = proxy + " " + did;
    if (!basic) {
      return new ProxyAuthenticationRequiredException(
          who + " and accepts no password as Pawl can send it (Basic): ask who runs it");
    }
    if (!login.isEmpty()) {
      return new ProxyAuthenticationRequiredException(
          who + ": it does not accept this user name and password; correct " + whereTheLoginIs());
    }
    return new ProxyAuthenticationRequiredException(
        who
            + ": it wants a password; set network.proxy, and network.proxyLoginFile to a private"
            + " file with USER:PASSWORD");
  }

  private String whereTheLoginIs() {
    return proxy.loginFile() == null ? proxy.origin() : proxy.loginFile().toString();
  }
}
