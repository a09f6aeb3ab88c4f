package dev.pawl.simulator.core.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the simulated services see it. It may hold secrets, so its text form shows none.
 * Immutable.
 */
public final class Request {
  private static final int LONGEST_LABEL = 64;

  private final String method;
  private final String target;
  private final Map<String, List<String>> headers;
  private final Map<String, Parameter> parameters;
  private final byte[] body;
  private final String connection;

  private Request(
      String method,
      String target,
      Map<String, List<String>> headers,
      Map<String, Parameter> parameters,
      byte[] body,
      String connection) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.parameters = parameters;
    this.body = body;
    this.connection = connection;
  }

  /** Where a parameter stood. */
  public enum Origin {
    /** In the query of the target. */
    QUERY,
    /** In a form body. */
    FORM,
    /** A member of a flat JSON body. */
    JSON
  }

  private record Parameter(String value, Origin origin) {
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
    return new Request(method, target, Map.of(), Map.of(), new byte[0], connection);
  }

  /** Returns this request with one more header line. */
  public Request withHeader(String name, String value) {
    Map<String, List<String>> more = new LinkedHashMap<>(headers);
    List<String> values = new ArrayList<>(headers(name));
    values.add(value);
    more.put(name.toLowerCase(Locale.ROOT), List.copyOf(values));
    return new Request(method, target, more, parameters, body, connection);
  }

  /** Returns this request with these headers alone, by name in lower case. */
  public Request withHeaders(Map<String, List<String>> values) {
    return new Request(method, target, Map.copyOf(values), parameters, body, connection);
  }

  /** Returns this request with more parameters of one origin. */
  public Request withParameters(Origin origin, Map<String, String> values) {
    Map<String, Parameter> more = new HashMap<>(parameters);
    values.forEach((name, value) -> more.put(name, new Parameter(value, origin)));
    return new Request(method, target, headers, more, body, connection);
  }

  /** Returns this request with these bytes as its body. */
  public Request withBody(byte[] bytes) {
    return new Request(method, target, headers, parameters, bytes.clone(), connection);
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

  /** Returns how many bytes the body has. */
  public int bodyLength() {
    return body.length;
  }

  /**
   * Returns the label that the client gave itself in {@code X-Pawl-Client}, else its connection.
   */
  public String client() {
    return header("x-pawl-client")
        .map(label -> label.replaceAll("[^\\x20-\\x7e]", "?").strip())
        .filter(label -> !label.isEmpty() && label.length() <= LONGEST_LABEL)
        .orElse(connection);
  }

  @Override
  public String toString() {
    return "Request[" + method + " " + path() + ", client=" + client() + "]";
  }
}
