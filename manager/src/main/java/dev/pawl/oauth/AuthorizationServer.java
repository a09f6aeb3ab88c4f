package dev.pawl.oauth;

import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.spi.TokenClock;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds an authorization server's endpoints from its issuer identifier (RFC 8414), with OpenID
 * Connect Discovery as the second try. Redirects are not followed. Thread-safe.
 */
public final class AuthorizationServer {
  private static final String REMEDY = "; name the endpoint yourself with --token-endpoint";

  private final Exchange exchange;

  /** Servers reached through {@code transport}. */
  public AuthorizationServer(Transport transport, TokenClock clock) {
    this.exchange = new Exchange(transport, clock);
  }

  /**
   * Asks the server for its metadata.
   *
   * @param deadline for each of the two documents that may be asked for
   * @throws IOException if there is no such document or it cannot be trusted; the message says what
   *     to do next
   * @throws ConfigurationException if the issuer is not an https address (or http on loopback)
   *     without query and fragment
   */
  public ServerMetadata discover(String issuer, Duration deadline) throws IOException {
    URI base = issuerUri(issuer);
    String path = withoutSlash(base.getRawPath() == null ? "" : base.getRawPath());
    String origin = base.getScheme() + "://" + base.getRawAuthority();
    List<String> documents =
        List.of(
            origin + "/.well-known/oauth-authorization-server" + path,
            origin + path + "/.well-known/openid-configuration");
    int status = 0;
    for (String document : documents) {
      Answer answer = get(URI.create(document), deadline);
      status = answer.status();
      if (status == 200) {
        return metadata(issuer, answer);
      }
    }
    throw new IOException(
        "no metadata of " + shown(issuer) + " (status " + status + " at the last try)" + REMEDY);
  }

  private static URI issuerUri(String issuer) {
    try {
      URI uri = new URI(issuer);
      Address.of(uri, "the issuer");
      if (uri.getRawQuery() != null) {
        throw new ConfigurationException("the issuer " + shown(issuer) + " must not have a query");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new ConfigurationException("the issuer is not an address: " + shown(issuer));
    }
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private Answer get(URI document, Duration deadline) throws IOException {
    Address address = Address.of(document, "the issuer");
    try {
      return exchange.get(address, deadline);
    } catch (UnsentException e) {
      throw new IOException("the issuer cannot be reached: " + shown(e.getMessage()), e);
    } catch (IOException e) {
      throw new IOException(
          "no metadata from " + address + ": " + shown(e.getMessage()) + REMEDY, e);
    }
  }

  private static ServerMetadata metadata(String issuer, Answer answer) throws IOException {
    try {
      Map<String, @Nullable Object> fields = answer.json();
      String named = Json.text(fields, "issuer");
      /* RFC 8414 section 3.3: identical, or the document may be somebody else's. */
      if (!issuer.equals(named)) {
        throw new IOException(
            "the metadata of "
                + shown(issuer)
                + " is that of '"
                + shown(named)
                + "'; give --issuer exactly as the server names itself, if you trust it");
      }
      URI token = endpoint(fields, "token_endpoint", issuer);
      if (token == null) {
        throw new IOException(
            "the metadata of " + shown(issuer) + " has no token_endpoint" + REMEDY);
      }
      return new ServerMetadata(
          issuer,
          token,
          endpoint(fields, "revocation_endpoint", issuer),
          endpoint(fields, "authorization_endpoint", issuer),
          endpoint(fields, "device_authorization_endpoint", issuer),
          Boolean.TRUE.equals(Json.bool(fields, "authorization_response_iss_parameter_supported")));
    } catch (JsonException e) {
      throw new IOException(
          "the metadata of " + shown(issuer) + " is unusable: " + e.getMessage() + REMEDY, e);
    }
  }

  /**
   * Checks that {@code uri} is https, or http on loopback; {@code what} names it.
   *
   * @throws ConfigurationException if not
   */
  public static void requireSecure(URI uri, String what) {
    Address unused = Address.of(uri, what);
  }

  private static @Nullable URI endpoint(
      Map<String, @Nullable Object> fields, String name, String issuer) throws IOException {
    String text = Json.text(fields, name);
    if (text == null) {
      return null;
    }
    try {
      URI uri = new URI(text);
      boolean tls = Address.of(uri, name).tls();
      if (!tls && Address.of(URI.create(issuer), "the issuer").tls()) {
        throw new IOException("the metadata of " + shown(issuer) + ": " + name + " must be https");
      }
      return uri;
    } catch (URISyntaxException | ConfigurationException e) {
      throw new IOException(
          "the metadata of " + shown(issuer) + ": " + name + " may not be used" + REMEDY, e);
    }
  }

  private static String shown(@Nullable String text) {
    return new ServerText("").show(text);
  }
}
