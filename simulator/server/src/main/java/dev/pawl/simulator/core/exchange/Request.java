package dev.pawl.simulator.core.exchange;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the simulated services see it. It may hold secrets, so its text form shows none.
 *
 * @param method HTTP method in capitals
 * @param path path without the query
 * @param headers header names in lower case; of a repeated header the first value
 * @param parameters query, form or flat JSON members by name
 * @param body the body as text
 * @param connection the remote end of the connection, such as {@code 127.0.0.1:50123}
 */
public record Request(
    String method,
    String path,
    Map<String, String> headers,
    Map<String, String> parameters,
    String body,
    String connection) {

  private static final int LONGEST_LABEL = 64;

  /** Copies the maps. */
  public Request {
    headers = Map.copyOf(headers);
    parameters = Map.copyOf(parameters);
  }

  /** Returns a header's value; the name's case does not matter. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Returns a parameter's value; an empty value counts as absent (RFC 6749, section 3.2). */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
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
    return "Request[" + method + " " + path + ", client=" + client() + "]";
  }
}
