package dev.pawl.simulator.core.operation;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A simulated service: it has a clock, may be away by itself, and names its operations. The names
 * are open, so that a site can have services of its own.
 *
 * @param name the name, of lower-case letters, digits and hyphens
 */
public record Service(String name) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /** The authorization server: lifetimes are reckoned by its clock. */
  public static final Service OAUTH = new Service("oauth");

  /** The protected API, whose clock may be ahead of the authorization server's or behind it. */
  public static final Service API = new Service("api");

  /** An authorization server and its API. */
  public static final List<Service> BUILT_IN = List.of(OAUTH, API);

  /** Checks the name. */
  public Service {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a service is named by a-z, 0-9 and '-', not '" + name + "'");
    }
  }

  /**
   * Returns the service of that name.
   *
   * @throws IllegalArgumentException if there is none among the known ones
   */
  public static Service named(String name, Collection<Service> known) {
    return known.stream()
        .filter(service -> service.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("'service' is one of " + known + ", not " + name));
  }

  @Override
  public String toString() {
    return name;
  }
}
