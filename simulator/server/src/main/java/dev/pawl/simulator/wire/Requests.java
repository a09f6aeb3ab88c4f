package dev.pawl.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.exchange.Request.Origin;
import dev.pawl.simulator.process.ProcessFinder;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import wiremock.org.eclipse.jetty.io.EndPoint;
import wiremock.org.eclipse.jetty.io.ssl.SslConnection;
import wiremock.org.eclipse.jetty.server.HttpConnection;

/** Reads requests off WireMock's model. */
final class Requests {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";
  private static final Pattern SPEAKABLE = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

  /** The part of a path below which clients are asked for a certificate. */
  private static final String MUTUAL = "/mtls/";

  private Requests() {}

  /**
   * Reads a request.
   *
   * @param processes who knows the process at the other end of the connection
   * @throws IllegalArgumentException if a parameter cannot be read
   */
  static Request read(LoggedRequest logged, ProcessFinder processes) {
    String target = logged.getUrl();
    Map<String, List<String>> headers = new HashMap<>();
    for (HttpHeader header : logged.getHeaders().all()) {
      headers.put(header.key().toLowerCase(Locale.ROOT), List.copyOf(header.values()));
    }
    Map<String, String> query = new HashMap<>();
    Set<String> repeated = new HashSet<>();
    int question = target.indexOf('?');
    if (question >= 0) {
      decode(target.substring(question + 1), query, repeated);
    }
    Request request =
        Request.of(logged.getMethod().getName(), target, connection())
            .withPid(pid(processes))
            .withHeaders(headers)
            .withParameters(Origin.QUERY, query);
    if (request.path().contains(MUTUAL)) {
      request = certificate().map(request::withCertificate).orElse(request);
    }
    byte[] body = logged.getBody();
    if (body == null || body.length == 0) {
      return request.withRepeated(repeated);
    }
    return readBody(request.withBody(body), query, repeated);
  }

  private static Request readBody(
      Request request, Map<String, String> query, Set<String> repeated) {
    String type = request.header("content-type").orElse("");
    Map<String, String> members = new HashMap<>(query);
    Origin origin = Origin.FORM;
    if (type.regionMatches(true, 0, FORM, 0, FORM.length())) {
      decode(request.body(), members, repeated);
    } else if (type.regionMatches(true, 0, JSON, 0, JSON.length()) && !request.body().isBlank()) {
      origin = Origin.JSON;
      for (Map.Entry<String, JsonNode> member : StrictJson.object(request.body()).properties()) {
        if (!member.getValue().isNull()) {
          put(members, member.getKey(), text(member.getValue()), repeated);
        }
      }
    }
    members.keySet().removeAll(query.keySet());
    return request.withParameters(origin, members).withRepeated(repeated);
  }

  /**
   * Refuses a request with a parameter that is there more than once (RFC 6749, section 3.2) where
   * the endpoint does not take that.
   *
   * @throws IllegalArgumentException if there is one
   */
  static Request once(Request request, Endpoint endpoint) {
    Optional<String> name =
        request.repeated().stream().filter(one -> !endpoint.mayRepeat(one)).sorted().findFirst();
    if (name.isPresent()) {
      throw new IllegalArgumentException(
          SPEAKABLE.matcher(name.get()).matches()
              ? "parameter '" + name.get() + "' is repeated"
              : "a parameter is repeated");
    }
    return request;
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static void decode(String form, Map<String, String> parameters, Set<String> repeated) {
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        put(parameters, decode(name), decode(value), repeated);
      }
    }
  }

  private static void put(
      Map<String, String> parameters, String name, String value, Set<String> repeated) {
    if (parameters.put(name, value) != null) {
      repeated.add(name);
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Returns the remote end of the connection that is served by this thread. */
  static String connection() {
    HttpConnection current = HttpConnection.getCurrentConnection();
    return current == null
        ? "unknown"
        : String.valueOf(current.getEndPoint().getRemoteSocketAddress()).replaceFirst("^/", "");
  }

  /** Returns the certificate that the client of this thread's connection has shown in TLS. */
  private static Optional<X509Certificate> certificate() {
    HttpConnection current = HttpConnection.getCurrentConnection();
    if (current == null
        || !(current.getEndPoint() instanceof SslConnection.DecryptedEndPoint ends)) {
      return Optional.empty();
    }
    try {
      SSLSession session = ends.getSslConnection().getSSLEngine().getSession();
      return session.getPeerCertificates()[0] instanceof X509Certificate shown
          ? Optional.of(shown)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty(); // it has shown none
    }
  }

  private static long pid(ProcessFinder processes) {
    HttpConnection current = HttpConnection.getCurrentConnection();
    if (current == null) {
      return 0;
    }
    EndPoint ends = current.getEndPoint();
    return ends.getRemoteSocketAddress() instanceof InetSocketAddress client
            && ends.getLocalSocketAddress() instanceof InetSocketAddress server
        ? processes.pid(client, server)
        : 0;
  }
}
