package dev.pawl.simulator.core.exchange;

import java.util.Optional;
import java.util.Set;

/**
 * Lets pages of other origins call an endpoint from a browser (the Fetch standard, section 3.2).
 * Requests of other origins are served all the same: it is the browser that keeps their pages from
 * the answer.
 */
public final class CrossOrigin implements Endpoint {
  private static final String METHODS = "GET, POST";
  private static final String HEADERS =
      "authorization, content-type, dpop, x-api-key, x-pawl-client";
  private static final String EXPOSED = "www-authenticate, dpop-nonce, retry-after, request-id";

  private final Set<String> origins;
  private final Endpoint endpoint;
  private final Strays strays;

  private CrossOrigin(Set<String> origins, Endpoint endpoint, Strays strays) {
    this.origins = origins;
    this.endpoint = endpoint;
    this.strays = strays;
  }

  /**
   * Returns the endpoint, open to pages of these origins; as it is if there are none.
   *
   * @param strays is told of each question that a browser asks first
   */
  public static Endpoint open(Set<String> origins, Endpoint endpoint, Strays strays) {
    return origins.isEmpty() ? endpoint : new CrossOrigin(Set.copyOf(origins), endpoint, strays);
  }

  @Override
  public DeliveredReply handle(Request request) {
    Optional<String> origin = request.header("origin").filter(origins::contains);
    if (origin.isPresent() && isPreflight(request)) {
      strays.preflight(request, 204);
      return DeliveredReply.of(
          permitted(Reply.empty(204), origin.get())
              .header("Access-Control-Allow-Methods", METHODS)
              .header("Access-Control-Allow-Headers", HEADERS)
              .header("Access-Control-Max-Age", "600"));
    }
    DeliveredReply answer = endpoint.handle(request);
    return origin.isPresent()
        ? answer.with(
            permitted(answer.reply(), origin.get())
                .header("Access-Control-Expose-Headers", EXPOSED))
        : answer;
  }

  private static boolean isPreflight(Request request) {
    return request.method().equals("OPTIONS")
        && request.header("access-control-request-method").isPresent();
  }

  private static Reply permitted(Reply reply, String origin) {
    return reply.header("Access-Control-Allow-Origin", origin).header("Vary", "Origin");
  }

  @Override
  public Reply refusal(int status, String why) {
    return endpoint.refusal(status, why);
  }
}
