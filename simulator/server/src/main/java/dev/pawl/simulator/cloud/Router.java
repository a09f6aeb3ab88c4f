package dev.pawl.simulator.cloud;

import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.exchange.Strays;
import dev.pawl.simulator.core.operation.Service;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All services of a port that several share. Each answer has the {@code Date} of its service, which
 * SDKs learn their skew from, unless a fault has put another one there. Thread-safe.
 */
public final class Router implements Endpoint {
  /** Whom the requests are entered for that no service takes. */
  public static final Service STRAY = new Service("cloud");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT);

  private final World world;
  private final List<Route> routes;
  private final Strays strays;

  /** Creates a router; the first route that leads somewhere counts. */
  public Router(World world, List<Route> routes) {
    this.world = world;
    this.routes = List.copyOf(routes);
    this.strays = world.strays(STRAY);
  }

  @Override
  public DeliveredReply handle(Request request) {
    List<Route> here = routes.stream().filter(route -> route.leads(request)).toList();
    Optional<Route> found =
        here.stream().filter(route -> route.method().equals(request.method())).findFirst();
    if (found.isPresent()) {
      DeliveredReply answer = found.get().endpoint().handle(request);
      return answer.with(dated(answer.reply(), found.get().service()));
    }
    if (here.isEmpty()) {
      strays.misdirected(request, 404);
      return DeliveredReply.of(Reply.json(404, Map.of("error", "not_found")));
    }
    String allowed = here.stream().map(Route::method).distinct().collect(Collectors.joining(", "));
    return DeliveredReply.of(Reply.empty(405).header("Allow", allowed));
  }

  private Reply dated(Reply reply, Service service) {
    Instant now = world.clock().instant(service);
    return reply.headers().containsKey("Date")
        ? reply
        : reply.header("Date", DATE.format(now.atOffset(ZoneOffset.UTC)));
  }
}
