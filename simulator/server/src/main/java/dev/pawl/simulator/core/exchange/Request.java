package dev.pawl.simulator.core.exchange;

import dev.pawl.simulator.core.operation.Caller;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A request as the simulated services see it. It may hold secrets, so its text form shows none.
 * Immutable.
 */
public final class Request {
  private static final int LONGEST_LABEL = 64;
  private static final int LONGEST_TEXT = 128;

  private final String method;
  private final String target;
  private final Map<String, List<String>> headers;
  private final Map<String, Parameter> parameters;
  private final byte[] body;
  private final Peer peer;

  private Request(
      String method,
      String target,
      Map<String, List<String>> headers,
      Map<String, Parameter> parameters,
      byte[] body,
      Peer peer) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.parameters = parameters;
    this.body = body;
    this.peer = peer;
  }

  /** Who is at the other end of the connection. */
  private record Peer(String connection, long pid, Optional<X509Certificate> certificate) {}

  /** Where a parameter stood. */
  public enum Origin {
    /** In the query of the target. */
    QUERY,
    /** In a form body. */
    FORM,
    /** A member of a flat JSON body. */
    JSON
  }

  private record Parameter(String value, Origin origin, boolean repeated) {
    @Override
    public String toString() {
      return "Parameter[" + origin + "]";
    }
  }

  /**
   * Returns a request without headers, parameters and body.
   *
   * @param method the method in capitals
   * @param target path and query as they were sent
   * @param connection the remote end of the connection, such as {@code 127.0.0.1:50123}
   */
  public static Request of(String method, String target, String connection) {
    Peer peer = new Peer(connection, 0, Optional.empty());
    return new Request(method, target, Map.of(), Map.of(), new byte[0], peer);
  }

  /** Returns this request with one more header line. */
  public Request withHeader(String name, String value) {
    Map<String, List<String>> more = new LinkedHashMap<>(headers);
    List<String> values = new ArrayList<>(headers(name));
    values.add(value);
    more.put(name.toLowerCase(Locale.ROOT), List.copyOf(values));
    return new Request(method, target, more, parameters, body, peer);
  }

  /** Returns this request with these headers alone, by name in lower case. */
  public Request withHeaders(Map<String, List<String>> values) {
    return new Request(method, target, Map.copyOf(values), parameters, body, peer);
  }

  /** Returns this request with more parameters of one origin. */
  public Request withParameters(Origin origin, Map<String, String> values) {
    Map<String, Parameter> more = new HashMap<>(parameters);
    values.forEach((name, value) -> more.put(name, new Parameter(value, origin, false)));
    return new Request(method, target, headers, more, body, peer);
  }

  /** Returns this request with these of its parameters as ones that were there more than once. */
  public Request withRepeated(Set<String> names) {
    Map<String, Parameter> more = new HashMap<>(parameters);
    more.replaceAll(
        (name, each) ->
            names.contains(name) ? new Parameter(each.value(), each.origin(), true) : each);
    return new Request(method, target, headers, more, body, peer);
  }

  /** Returns this request with these parameters alone, all of one origin. */
  public Request withOnly(Origin origin, Map<String, String> values) {
    return new Request(method, target, headers, Map.of(), body, peer)
        .withParameters(origin, values);
  }

  /** Returns this request with these bytes as its body. */
  public Request withBody(byte[] bytes) {
    return new Request(method, target, headers, parameters, bytes.clone(), peer);
  }

  /** Returns this request as one of that process; 0 if it is not known. */
  public Request withPid(long number) {
    return new Request(
        method,
        target,
        headers,
        parameters,
        body,
        new Peer(peer.connection, number, peer.certificate));
  }

  /** Returns this request as one whose client has shown this certificate in TLS. */
  public Request withCertificate(X509Certificate shown) {
    Peer shower = new Peer(peer.connection, peer.pid, Optional.of(shown));
    return new Request(method, target, headers, parameters, body, shower);
  }

  /** Returns the certificate that its client has shown in TLS, where one was asked for. */
  public Optional<X509Certificate> certificate() {
    return peer.certificate;
  }

  /** Returns the method in capitals. */
  public String method() {
    return method;
  }

  /** Returns path and query as they were sent. */
  public String target() {
    return target;
  }

  /** Returns the path without the query. */
  public String path() {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  /** Returns the first value of a header; the name's case does not matter. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** Returns all values of a header in their order; the name's case does not matter. */
  public List<String> headers(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** Returns a parameter's value; an empty value counts as absent (RFC 6749, section 3.2). */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name))
        .map(Parameter::value)
        .filter(value -> !value.isEmpty());
  }

  /** Tells whether a parameter is there, even if it is empty, and stood at that place. */
  public boolean has(String name, Origin origin) {
    Parameter parameter = parameters.get(name);
    return parameter != null && parameter.origin() == origin;
  }

  /** Tells whether any parameter stood at that place. */
  public boolean has(Origin origin) {
    return parameters.values().stream().anyMatch(each -> each.origin() == origin);
  }

  /** Returns the names of the parameters that are there more than once. */
  public Set<String> repeated() {
    return parameters.entrySet().stream()
        .filter(each -> each.getValue().repeated())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns all parameters by name, with the empty ones. */
  public Map<String, String> parameters() {
    Map<String, String> values = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> values.put(name, parameter.value()));
    return values;
  }

  /** Returns the body as text in UTF-8. */
  public String body() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Returns the body as it came. */
  public byte[] bodyBytes() {
    return body.clone();
  }

  /** Returns how many bytes the body has. */
  public int bodyLength() {
    return body.length;
  }

  /** Returns who asks; nothing of it is proven. */
  public Caller caller() {
    String process =
        header("x-pawl-client")
            .map(Request::shown)
            .filter(label -> !label.isEmpty() && label.length() <= LONGEST_LABEL)
            .orElse(peer.connection);
    String agent = header("user-agent").map(Request::shown).orElse("");
    return new Caller(process, clientId(), shortened(agent), peer.pid);
  }

  /* A client's id is public; what looks like a token of this simulator is none, and is not shown. */
  private String clientId() {
    Optional<String> user = basic().stream().findFirst().filter(name -> !name.isEmpty());
    String id = parameter("client_id").or(() -> user).map(Request::shown).orElse("");
    return id.startsWith("sim-") || VendorSecrets.vendor(id).isPresent() ? "?" : shortened(id);
  }

  /** Returns user and password of HTTP Basic (RFC 7617), decoded; nothing if there are none. */
  List<String> basic() {
    try {
      return header("authorization")
          .filter(value -> value.regionMatches(true, 0, "Basic ", 0, 6))
          .map(value -> Base64.getDecoder().decode(value.substring(6).strip()))
          .map(pair -> new String(pair, StandardCharsets.UTF_8))
          .map(pair -> Arrays.stream(pair.split(":", 2)).map(Request::decoded).toList())
          .orElse(List.of());
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String shown(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?").strip();
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }

  @Override
  public String toString() {
    return "Request[" + method + " " + path() + ", process=" + caller().process() + "]";
  }
}
