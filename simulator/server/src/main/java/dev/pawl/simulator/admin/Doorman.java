package dev.pawl.simulator.admin;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides who may use the admin API. */
final class Doorman {
  private final Set<String> hosts = new HashSet<>(List.of("127.0.0.1", "localhost", "[::1]"));
  private final byte[] authorization;

  /**
   * Creates a doorman.
   *
   * @param token the bearer token that callers need
   * @param host a further name that callers may know this machine by
   */
  Doorman(String token, String host) {
    hosts.add(host.indexOf(':') < 0 ? host : "[" + host + "]");
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns why a request is turned away; empty if it may pass. */
  Optional<Reply> refusal(Request request) {
    String host = request.header("host").orElse("").replaceFirst(":[0-9]+$", "");
    if (!hosts.contains(host)) {
      return Optional.of(error(421, "this host name is not served here"));
    }
    byte[] presented = request.header("authorization").orElse("").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(authorization, presented)) {
      return Optional.of(
          error(401, "the bearer token printed at start is needed")
              .header("WWW-Authenticate", "Bearer realm=\"simulator\""));
    }
    return isJson(request)
        ? Optional.empty()
        : Optional.of(error(415, "Content-Type must be application/json"));
  }

  private static boolean isJson(Request request) {
    return !request.method().equals("POST")
        || request
            .header("content-type")
            .filter(type -> type.matches("(?i)application/json(\\s*;.*)?"))
            .isPresent();
  }

  static Reply error(int status, String message) {
    return Reply.json(status, Map.of("error", message));
  }
}
