package dev.pawl.oauth;

import dev.pawl.clock.TokenClock;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.network.ConfigurationException;
import dev.pawl.network.Transport;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.transport.Address;
import dev.pawl.transport.Exchange;
import dev.pawl.transport.UnsentException;
import dev.pawl.wire.HttpAnswer;
import dev.pawl.wire.ServerText;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds an authorization server's endpoints from its issuer identifier (RFC 8414), with OpenID
 * Connect Discovery as the second try, and where each was put by mistake after that. A document
 * that is no metadata, such as the page that a web application gives for every address, is taken
 * for absent. Redirects are not followed. Thread-safe.
 */
public final class AuthorizationServer {
  private static final String OAUTH = "/.well-known/oauth-authorization-server";
  private static final String OPENID = "/.well-known/openid-configuration";
  private static final String REMEDY =
      "; name the endpoints yourself: --token-endpoint, with --authorization-endpoint for a browser or"
          + " --device-endpoint for a device";

  private final Exchange exchange;

  /** Servers reached through {@code transport}. */
  public AuthorizationServer(Transport transport, TokenClock clock) {
    this.exchange = new Exchange(transport, clock);
  }

  /**
   * Asks the server for its metadata.
   *
   * @param deadline for each of the documents that may be asked for
   * @throws IOException if there is no such document or it cannot be trusted; the message says what
   *     to do next
   * @throws ConfigurationException if the issuer is not an https address (or http on loopback)
   *     without query and fragment
   */
  public ServerMetadata discover(String issuer, Duration deadline) throws IOException {
    URI base = issuerUri(issuer);
    String path = withoutSlash(base.getRawPath() == null ? "" : base.getRawPath());
    String origin = base.getScheme() + "://" + base.getRawAuthority();
    String last = "";
    for (String document : documents(origin, path)) {
      try {
        HttpAnswer answer = get(URI.create(document), deadline);
        Map<String, @Nullable Object> fields = answer.status() == 200 ? fields(answer) : null;
        if (fields != null) {
          return metadata(issuer, fields);
        }
        last = "status " + answer.status() + (answer.status() == 200 ? ", but no metadata" : "");
      } catch (EOFException | ProtocolException e) { // half a document, or a very long one, is none
        last = shown(e.getMessage());
      }
    }
    throw new IOException(
        "no metadata of " + shown(issuer) + " (" + last + " at the last try)" + REMEDY);
  }

  /* RFC 8414 section 3.1 inserts its part; OpenID Connect Discovery section 4 appends its own. */
  private static Set<String> documents(String origin, String path) {
    Set<String> documents = new LinkedHashSet<>();
    documents.add(origin + OAUTH + path);
    documents.add(origin + path + OPENID);
    documents.add(origin + OPENID + path);
    documents.add(origin + path + OAUTH);
    return documents;
  }

  /* Null for what does not say of whom it speaks. */
  private static @Nullable Map<String, @Nullable Object> fields(HttpAnswer answer) {
    try {
      Map<String, @Nullable Object> fields = answer.json();
      return fields.containsKey("issuer") || fields.containsKey("token_endpoint") ? fields : null;
    } catch (JsonException e) {
      return null;
    }
  }

  private static URI issuerUri(String issuer) {
    try {
      URI uri = new URI(IssuerTemplate.asked(issuer));
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

  private HttpAnswer get(URI document, Duration deadline) throws IOException {
    Address address = Address.of(document, "the issuer");
    try {
      return exchange.get(address, deadline);
    } catch (EOFException | ProtocolException e) {
      throw e;
    } catch (UnsentException e) {
      throw new IOException("the issuer cannot be reached: " + shown(e.getMessage()), e);
    } catch (IOException e) {
      throw new IOException(
          "no metadata from " + address + ": " + shown(e.getMessage()) + REMEDY, e);
    }
  }

  private static ServerMetadata metadata(String issuer, Map<String, @Nullable Object> fields)
      throws IOException {
    try {
      String named = Json.text(fields, "issuer");
      /* RFC 8414 section 3.3: identical, or the document may be somebody else's. A slash is nobody's. */
      boolean same = ClientRegistration.isSame(issuer, named);
      if (!same && !IssuerTemplate.covers(named, issuer)) {
        throw new IOException(
            "the metadata of "
                + shown(issuer)
                + " is that of '"
                + shown(named)
                + "'; give --issuer exactly as the server names itself, if you trust it, or name"
                + " the endpoint with --token-endpoint");
      }
      URI token = endpoint(fields, ServerMetadata.TOKEN, issuer);
      if (token == null) {
        throw new IOException(
            "the metadata of " + shown(issuer) + " has no token_endpoint" + REMEDY);
      }
      boolean pushed =
          Boolean.TRUE.equals(Json.bool(fields, "require_pushed_authorization_requests"));
      return new ServerMetadata(
          same && named != null ? named : issuer,
          token,
          optional(fields, ServerMetadata.REVOCATION, issuer),
          optional(fields, "authorization_endpoint", issuer),
          optional(fields, ServerMetadata.DEVICE, issuer),
          pushed ? optional(fields, ServerMetadata.PUSHED, issuer) : null,
          optional(fields, ServerMetadata.USER_INFO, issuer),
          optional(fields, "jwks_uri", issuer),
          texts(fields.get("token_endpoint_auth_methods_supported")),
          texts(fields.get("dpop_signing_alg_values_supported")),
          mutualTls(fields, issuer),
          pushed,
          Boolean.TRUE.equals(Json.bool(fields, "authorization_response_iss_parameter_supported")));
    } catch (JsonException e) {
      throw new IOException(
          "the metadata of " + shown(issuer) + " is unusable: " + e.getMessage() + REMEDY, e);
    }
  }

  private static Map<String, URI> mutualTls(Map<String, @Nullable Object> fields, String issuer)
      throws IOException {
    Map<String, URI> aliases = new LinkedHashMap<>();
    if (fields.get("mtls_endpoint_aliases") instanceof Map<?, ?> said) {
      Map<String, @Nullable Object> named = new LinkedHashMap<>();
      said.forEach((name, value) -> named.put(String.valueOf(name), value));
      for (String name : named.keySet()) {
        URI alias = optional(named, name, issuer);
        if (alias != null) {
          aliases.put(name, alias);
        }
      }
    }
    return aliases;
  }

  /**
   * Checks that {@code uri} is https, or http on loopback; {@code what} names it.
   *
   * @throws ConfigurationException if not
   */
  public static void requireSecure(URI uri, String what) {
    Address unused = Address.of(uri, what);
  }

  /* What is no list of texts says nothing. */
  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /* Some servers say false where they have none. */
  private static @Nullable URI optional(
      Map<String, @Nullable Object> fields, String name, String issuer) throws IOException {
    return fields.get(name) instanceof String ? endpoint(fields, name, issuer) : null;
  }

  private static @Nullable URI endpoint(
      Map<String, @Nullable Object> fields, String name, String issuer) throws IOException {
    String text = Json.text(fields, name);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      URI uri = new URI(text);
      boolean tls = Address.of(uri, name).tls();
      if (!tls && Address.of(issuerUri(issuer), "the issuer").tls()) {
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
