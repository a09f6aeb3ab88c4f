package dev.pawl.simulator.cloud;

import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.operation.Service;
import java.util.regex.Pattern;

/**
 * Where an endpoint of a cloud lies.
 *
 * @param service whose clock its {@code Date} header shows
 * @param method the method that it takes
 * @param path all of the path
 * @param endpoint what answers
 */
public record Route(Service service, String method, Pattern path, Endpoint endpoint) {
  /** Returns a route to a path, given as a regular expression. */
  public static Route of(Service service, String method, String path, Endpoint endpoint) {
    return new Route(service, method, Pattern.compile(path), endpoint);
  }

  boolean leads(Request request) {
    return path.matcher(request.path()).matches();
  }
}
