package dev.pawl.simulator.wire;

import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.exchange.Strays;
import dev.pawl.simulator.core.fault.FaultPlan;
import dev.pawl.simulator.process.ProcessFinder;
import java.time.InstantSource;
import java.util.Map;

/**
 * What one listener serves.
 *
 * @param routes endpoints by path; a path that ends in {@code /*} stands for all below it
 * @param clock the time of the {@code Date} header
 * @param faults where hanging answers wait
 * @param processes who knows the process at the other end of a connection
 * @param strays the record of the requests that no endpoint takes
 */
public record Site(
    Map<String, Endpoint> routes,
    InstantSource clock,
    FaultPlan faults,
    ProcessFinder processes,
    Strays strays) {
  /** What is behind all other paths. */
  static final Endpoint NOWHERE =
      request -> DeliveredReply.of(Reply.json(404, Map.of("error", "not_found")));

  /** Copies the routes. */
  public Site {
    routes = Map.copyOf(routes);
  }

  /** Has an endpoint answer; the record of strays gets what was meant for none. */
  DeliveredReply answer(Endpoint endpoint, Request request) {
    DeliveredReply answer = endpoint.handle(request);
    if (endpoint == NOWHERE || answer.reply().headers().containsKey("Allow")) {
      strays.misdirected(request, answer.reply().status());
    }
    return answer;
  }

  /** Returns the endpoint behind a path, or one that knows nothing. */
  Endpoint at(String path) {
    return routes.entrySet().stream()
        .filter(route -> leads(route.getKey(), path))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(NOWHERE);
  }

  private static boolean leads(String route, String path) {
    return route.endsWith("/*")
        ? path.startsWith(route.substring(0, route.length() - 1))
        : path.equals(route);
  }
}
