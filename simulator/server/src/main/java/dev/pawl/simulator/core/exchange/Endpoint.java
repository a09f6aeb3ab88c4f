package dev.pawl.simulator.core.exchange;

import java.util.Map;

/** A service behind one or more paths. Implementations are thread-safe. */
@FunctionalInterface
public interface Endpoint {
  /** Commits what the request asks for and returns what shall be seen of it. */
  DeliveredReply handle(Request request);

  /**
   * Tells whether it is handed requests in which that parameter is there more than once. For the
   * others {@link #refusal} speaks (RFC 6749, section 3.2).
   */
  default boolean mayRepeat(String parameter) {
    return false;
  }

  /**
   * Returns what is said where a request could not be read, or an answer could not be found.
   *
   * @param status 400 if it is the request's fault, 500 if it is the simulator's
   * @param why in words
   */
  default Reply refusal(int status, String why) {
    String error = status < 500 ? "invalid_request" : "simulator_failed";
    return Reply.json(status, Map.of("error", error, "error_description", why));
  }
}
